// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Auto-configuration for annotated methods: {@code @Traced}, {@code @Counted},
 * {@code @Timed} and their companions, and OpenTelemetry's {@code @WithSpan}.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("annotations")
@EnableConfigurationProperties(MethodTelemetryProperties.class)
public final class MethodTelemetryAutoConfiguration {

	MethodTelemetryAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static MethodTelemetryPostProcessor otelSpringMethodTelemetryPostProcessor(
			ObjectProvider<OpenTelemetry> openTelemetry, Environment environment) {
		UnsupportedAnnotationModeException.check(environment);
		MethodTelemetryPostProcessor postProcessor = new MethodTelemetryPostProcessor(openTelemetry);
		postProcessor
			.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return postProcessor;
	}

	@Bean
	UnmanagedClasses otelSpringUnmanagedClasses(ConfigurableListableBeanFactory beanFactory,
			MethodTelemetryPostProcessor postProcessor) {
		return new UnmanagedClasses(beanFactory, postProcessor.findings());
	}

	@Bean
	AnnotationReport otelSpringAnnotationReport(MethodTelemetryPostProcessor postProcessor,
			UnmanagedClasses unmanagedClasses) {
		return new AnnotationReport(postProcessor.findings(), unmanagedClasses);
	}

	@Bean
	AnnotationReportLogger otelSpringAnnotationReportLogger(AnnotationReport report, UnmanagedClasses unmanagedClasses,
			ConfigurableListableBeanFactory beanFactory) {
		return new AnnotationReportLogger(report, unmanagedClasses, beanFactory);
	}

	@Bean
	@Order(5)
	AnnotationsSection otelSpringAnnotationsSection(AnnotationReport report) {
		return new AnnotationsSection(report);
	}

	@Bean
	QuestionableAttributes otelSpringQuestionableAttributes(MethodTelemetryPostProcessor postProcessor) {
		return new QuestionableAttributes(postProcessor.findings());
	}

	@Bean
	AnnotationFindings otelSpringAnnotationFindings(AnnotationReport report) {
		return new AnnotationFindings(report);
	}

}
