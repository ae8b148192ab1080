// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.ai;

import java.util.Map;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.DbAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AiAutoConfiguration}.
 */
class AiAutoConfigurationTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationBridgeAutoConfiguration.class,
				ObservationRegistryAutoConfiguration.class, AiAutoConfiguration.class))
		.withBean(OpenTelemetry.class, telemetry::getOpenTelemetry,
				(definition) -> definition.setDestroyMethodName(""));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(AiAutoConfiguration.class.getName());
	}

	@Test
	void onByDefault() {
		this.runner.run((context) -> assertThat(context).hasBean("otelSpringAiObservations")
			.hasBean("otelSpringAiClientObservations"));
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai.chat.client"))
			.run((context) -> assertThat(context).hasBean("otelSpringAiObservations")
				.doesNotHaveBean("otelSpringAiClientObservations"));
	}

	@Test
	void aQueryOfAVectorStoreIsRecordedWithoutWhatWasAsked() {
		this.runner.run((context) -> {
			Observation.createNotStarted("db.vector.client.operation", context.getBean(ObservationRegistry.class))
				.contextualName("pg_vector query")
				.lowCardinalityKeyValue("db.system", "pg_vector")
				.highCardinalityKeyValue("db.vector.query.top_k", "4")
				.highCardinalityKeyValue("db.vector.query.content", "What does Ann earn?")
				.observe(() -> {
				});
			SpanData span = telemetry.getSpans().get(0);
			assertThat(span.getName()).isEqualTo("pg_vector query");
			assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(span.getAttributes().asMap())
				.isEqualTo(Map.of(DbAttributes.DB_SYSTEM_NAME, "pg_vector", AiAttributes.VECTOR_TOP_K, 4L));
		});
	}

	@Test
	void whatNoTableKnowsIsRecordedWithoutItsKeyValues() {
		this.runner.run((context) -> {
			Observation.createNotStarted("spring.ai.other", context.getBean(ObservationRegistry.class))
				.highCardinalityKeyValue("spring.ai.other.question", "What does Ann earn?")
				.observe(() -> {
				});
			assertThat(telemetry.getSpans().get(0).getAttributes().isEmpty()).isTrue();
		});
	}

	@Test
	void aProviderHasTheConventionsName() {
		this.runner.run((context) -> {
			ChatModelObservationContext chat = ChatModelObservationContext.builder()
				.prompt(new Prompt("What does Ann earn?"))
				.provider("vertex_ai")
				.build();
			Observation
				.createNotStarted("gen_ai.client.operation", () -> chat, context.getBean(ObservationRegistry.class))
				.observe(() -> {
				});
			SpanData span = telemetry.getSpans().get(0);
			assertThat(span.getName()).isEqualTo("chat");
			assertThat(span.getAttributes().asMap())
				.isEqualTo(Map.of(AiAttributes.OPERATION_NAME, "chat", AiAttributes.PROVIDER_NAME, "gcp.vertex_ai"));
		});
	}

	@Test
	void switchedOff() {
		this.runner.withPropertyValues("otel.instrumentation.ai.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AiAutoConfiguration.class));
	}

	@Test
	void inactiveWithoutTheLibraryOrARegistry() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).doesNotHaveBean(AiAutoConfiguration.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AiAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(AiAutoConfiguration.class));
	}

}
