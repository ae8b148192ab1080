// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.batch;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.batch.core.configuration.annotation.BatchObservabilityBeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchAutoConfiguration}.
 */
class BatchAutoConfigurationTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationBridgeAutoConfiguration.class,
				ObservationRegistryAutoConfiguration.class, BatchAutoConfiguration.class))
		.withBean(OpenTelemetry.class, telemetry::getOpenTelemetry,
				(definition) -> definition.setDestroyMethodName(""));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(BatchAutoConfiguration.class.getName());
	}

	@Test
	void jobsAndStepsAreObservedOnce() {
		this.runner.run((context) -> assertThat(context).hasBean("otelSpringBatchObservations")
			.hasSingleBean(BatchObservabilityBeanPostProcessor.class)
			.hasSingleBean(InlineSteps.class));
		this.runner.withUserConfiguration(Own.class)
			.run((context) -> assertThat(context).hasSingleBean(BatchObservabilityBeanPostProcessor.class));
	}

	@Test
	void launchesAndItemsAreNotRecorded() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			for (String name : List.of("spring.batch.job.launch.count", "spring.batch.item.read",
					"spring.batch.item.process")) {
				Observation.createNotStarted(name, registry).observe(() -> {
				});
			}
			assertThat(telemetry.getSpans()).isEmpty();
		});
	}

	@Test
	void aJobOutsideOfAnExecutionHasWhatItsObservationSays() {
		this.runner.run((context) -> {
			Observation job = Observation
				.createNotStarted("spring.batch.job", context.getBean(ObservationRegistry.class))
				.lowCardinalityKeyValue("spring.batch.job.name", "load")
				.highCardinalityKeyValue("spring.batch.job.executionId", "7")
				.start();
			job.error(new IllegalStateException("summary"));
			job.stop();
			SpanData span = telemetry.getSpans().get(0);
			assertThat(span.getName()).isEqualTo("job load");
			assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
			assertThat(span.getAttributes().get(BatchAttributes.JOB_EXECUTION_ID)).isEqualTo(7L);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.getStatus().getDescription()).isEqualTo("summary");
		});
	}

	@Test
	void switchedOff() {
		this.runner.withPropertyValues("otel.instrumentation.batch.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchAutoConfiguration.class));
	}

	@Test
	void inactiveWithoutTheLibraryOrARegistry() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.batch"))
			.run((context) -> assertThat(context).doesNotHaveBean(BatchAutoConfiguration.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BatchAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(BatchAutoConfiguration.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Own {

		@Bean
		static BatchObservabilityBeanPostProcessor own() {
			return new BatchObservabilityBeanPostProcessor();
		}

	}

}
