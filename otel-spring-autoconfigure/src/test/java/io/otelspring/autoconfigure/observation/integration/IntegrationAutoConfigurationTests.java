// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.integration;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.support.MutableMessage;
import org.springframework.integration.support.management.observation.MessageSenderContext;

import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IntegrationAutoConfiguration}.
 */
class IntegrationAutoConfigurationTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationBridgeAutoConfiguration.class,
				ObservationRegistryAutoConfiguration.class, IntegrationAutoConfiguration.class))
		.withBean(OpenTelemetry.class, telemetry::getOpenTelemetry,
				(definition) -> definition.setDestroyMethodName(""));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(IntegrationAutoConfiguration.class.getName());
	}

	@Test
	void onByDefault() {
		this.runner.run((context) -> assertThat(context).hasBean("otelSpringIntegrationObservations"));
	}

	@Test
	void messagesMakeInternalSpans() {
		this.runner.run((context) -> {
			MutableMessage<String> message = new MutableMessage<>("x");
			Observation send = Observation.createNotStarted("renamed",
					() -> new MessageSenderContext(message, "orders"), context.getBean(ObservationRegistry.class));
			send.observe(() -> {
			});
			SpanData span = telemetry.getSpans().get(0);
			assertThat(span.getName()).isEqualTo("send orders");
			assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat((String) message.getHeaders().get("traceparent")).contains(span.getSpanId());
		});
	}

	@Test
	void switchedOff() {
		this.runner.withPropertyValues("otel.instrumentation.integration.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(IntegrationAutoConfiguration.class));
	}

	@Test
	void inactiveWithoutTheLibraryOrARegistry() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).doesNotHaveBean(IntegrationAutoConfiguration.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(IntegrationAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(IntegrationAutoConfiguration.class));
	}

}
