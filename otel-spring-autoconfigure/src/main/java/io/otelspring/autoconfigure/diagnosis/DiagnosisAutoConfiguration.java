// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Says what is wrong with the telemetry of the application, at start-up and in the
 * Actuator.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnBean(name = "otelSpringTelemetryProperties")
public final class DiagnosisAutoConfiguration {

	@Bean
	Findings otelSpringFindings(ObjectProvider<FindingSource> sources) {
		return new Findings(sources);
	}

	@Bean
	FindingReporter otelSpringFindingReporter(Findings findings, ConfigurableListableBeanFactory beanFactory) {
		return new FindingReporter(findings, beanFactory);
	}

	@Bean
	@Order(7)
	FindingsSection otelSpringFindingsSection(Findings findings) {
		return new FindingsSection(findings);
	}

	@Bean
	SpanNames otelSpringSpanNames() {
		return new SpanNames();
	}

	@Bean
	UnexplainedErrors otelSpringUnexplainedErrors() {
		return new UnexplainedErrors();
	}

	@Bean
	MetricOverflow otelSpringMetricOverflow() {
		return new MetricOverflow();
	}

	@Bean
	ReachedLimits otelSpringReachedLimits(TelemetryProperties properties) {
		return new ReachedLimits(properties);
	}

	@Bean
	SwitchesAheadOfTime otelSpringSwitchesAheadOfTime(ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new SwitchesAheadOfTime(beanFactory, environment, AotDetector.useGeneratedArtifacts());
	}

	@Bean
	LostContexts otelSpringLostContexts() {
		return new LostContexts();
	}

}
