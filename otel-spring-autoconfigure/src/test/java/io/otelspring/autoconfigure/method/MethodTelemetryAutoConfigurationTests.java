// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link MethodTelemetryAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MethodTelemetryAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
		.withUserConfiguration(Sdk.class);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(MethodTelemetryAutoConfiguration.class.getName());
	}

	@Test
	void annotatedBeansAreRecorded(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(Beans.class).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(Service.class).call();
			assertThat(spans(context)).extracting(SpanData::getName).containsExactly("Service.call");
			assertThat(output).doesNotContain("is not eligible for getting processed");
		});
	}

	@Test
	void switchedOffThereIsNoPostProcessor() {
		for (String property : new String[] { "otel.instrumentation.annotations.enabled=false",
				"otel.instrumentation.common.default-enabled=false", "otel.sdk.disabled=true" }) {
			this.contextRunner.withUserConfiguration(Beans.class).withPropertyValues(property).run((context) -> {
				assertThat(context).doesNotHaveBean(MethodTelemetryPostProcessor.class)
					.doesNotHaveBean(AnnotationReport.class);
				assertThat(AopUtils.isAopProxy(context.getBean(Service.class))).isFalse();
			});
		}
	}

	@Test
	void withoutOpenTelemetryThereIsNoPostProcessor() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MethodTelemetryPostProcessor.class));
	}

	@Test
	void optionalLibrariesMayBeMissing() {
		this.contextRunner.withUserConfiguration(InterfaceBeans.class)
			.withClassLoader(new FilteredClassLoader("reactor", "io.opentelemetry.instrumentation.annotations",
					"io.reactivex", "org.aspectj"))
			.run((context) -> {
				context.getBean(Operations.class).operate();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void beanOfTheUserReplacesThePostProcessor() {
		this.contextRunner.withUserConfiguration(OwnPostProcessor.class)
			.run((context) -> assertThat(context).hasSingleBean(MethodTelemetryPostProcessor.class)
				.hasBean("ownPostProcessor"));
	}

	@Test
	void proxyTargetClassFollowsTheProperty() {
		this.contextRunner.withUserConfiguration(InterfaceBeans.class)
			.run((context) -> assertThat(AopUtils.isCglibProxy(context.getBean(Operations.class))).isTrue());
		this.contextRunner.withUserConfiguration(InterfaceBeans.class)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> {
				Operations bean = context.getBean(Operations.class);
				assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
				bean.operate();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void springAopMayBeSwitchedOff() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
			.withUserConfiguration(Beans.class)
			.withPropertyValues("spring.aop.auto=false")
			.run((context) -> {
				context.getBean(Service.class).call();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void annotatedBeanThatTelemetryItselfNeedsDoesNotBreakTheStart() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MethodTelemetryAutoConfiguration.class))
			.withUserConfiguration(SdkThatCallsAnnotatedBean.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(Service.class).call();
				assertThat(spans(context)).hasSize(1);
			});
	}

	@Test
	void aspectjModeIsRefusedWithAnExplanation() {
		this.contextRunner.withPropertyValues("otel.annotations.mode=aspectj").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Property: otel.annotations.mode")
				.contains("Value: \"aspectj\"")
				.contains("Origin: ")
				.contains("Reason: weaving by AspectJ is not supported yet")
				.contains("Accepted: proxy");
			assertThat(analysis.getAction()).contains("set it to proxy");
		});
	}

	@Test
	void startedApplicationReportsTheRefusedModeInOurWords(CapturedOutput output) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(StartedApplication.class).web(WebApplicationType.NONE)
			.properties("otel.annotations.mode=aspectj", "otel.traces.exporter=none", "otel.metrics.exporter=none",
					"otel.logs.exporter=none")
			.run()).isNotNull();
		assertThat(output).contains("weaving by AspectJ is not supported yet").doesNotContain("Failed to bind");
	}

	@Test
	void unknownModeIsRefused() {
		this.contextRunner.withPropertyValues("otel.annotations.mode=weave").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context.getStartupFailure()).getDescription()).contains("there is no such mode");
		});
	}

	@Test
	void proxyModeIsAccepted() {
		this.contextRunner.withPropertyValues("otel.annotations.mode=PROXY")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(MethodTelemetryProperties.class)
				.extracting(MethodTelemetryProperties::mode)
				.isEqualTo(MethodTelemetryProperties.Mode.PROXY));
	}

	private static List<SpanData> spans(ApplicationContext context) {
		return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.filter((analyzer) -> analyzer instanceof UnsupportedAnnotationModeFailureAnalyzer)
			.map((analyzer) -> analyzer.analyze(failure))
			.findFirst()
			.orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	static class Sdk {

		private final RecordedTelemetry telemetry = new RecordedTelemetry();

		@Bean
		OpenTelemetrySdk openTelemetry() {
			return this.telemetry.sdk;
		}

		@Bean
		InMemorySpanExporter exporter() {
			return this.telemetry.exporter;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SdkThatCallsAnnotatedBean {

		private final RecordedTelemetry telemetry = new RecordedTelemetry();

		@Bean
		OpenTelemetrySdk openTelemetry(Service service) {
			service.call();
			return this.telemetry.sdk;
		}

		@Bean
		InMemorySpanExporter exporter() {
			return this.telemetry.exporter;
		}

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPostProcessor {

		@Bean
		static MethodTelemetryPostProcessor ownPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
			return new MethodTelemetryPostProcessor(openTelemetry);
		}

	}

	static class Service {

		@Traced
		void call() {
		}

	}

	public interface Operations {

		@Traced
		void operate();

	}

	public static class DefaultOperations implements Operations {

		@Override
		public void operate() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceBeans {

		@Bean
		DefaultOperations operations() {
			return new DefaultOperations();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class StartedApplication {

	}

}
