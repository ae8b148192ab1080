// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.redaction.Redaction;
import io.otelspring.autoconfigure.redaction.RedactionProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class DestinationTests {

	private final ConfigProperties application = DefaultConfigProperties
		.createFromMap(Map.of("otel.exporter.otlp.protocol", "http/protobuf", "otel.exporter.otlp.endpoint",
				"http://collector:4318", "otel.exporter.otlp.headers", "key=secret", "otel.bsp.max.export.batch.size",
				"100", "otel.service.name", "shop"));

	@Test
	void withoutSettingsTheApplicationsPropertiesAreSeen() {
		ConfigProperties config = config(Destination.of(Signal.TRACES, "otlp"));
		assertThat(config.getString("otel.exporter.otlp.endpoint")).isEqualTo("http://collector:4318");
		assertThat(config.getMap("otel.exporter.otlp.headers")).containsEntry("key", "secret");
	}

	@Test
	void ownSettingsTakeThePlaceOfTheApplicationsExporterProperties() {
		ConfigProperties config = config(new Destination(Signal.TRACES, "vendor", "otlp",
				Map.of("otel.exporter.otlp.traces.endpoint", "https://vendor/v1/traces", "otel.exporter.otlp.timeout",
						"3000ms", "otel.bsp.max.export.batch.size", "7")));
		assertThat(config.getString("otel.exporter.otlp.traces.endpoint")).isEqualTo("https://vendor/v1/traces");
		assertThat(config.getDuration("otel.exporter.otlp.timeout")).hasSeconds(3);
		assertThat(config.getInt("otel.bsp.max-export-batch-size")).isEqualTo(7);
		assertThat(config.getString("otel.exporter.otlp.endpoint")).isNull();
		assertThat(config.getMap("otel.exporter.otlp.headers")).isEmpty();
		assertThat(config.getString("otel.service.name")).isEqualTo("shop");
	}

	@Test
	void addressIsBuiltAsSpecified() {
		assertThat(endpoint(Destination.of(Signal.METRICS, "otlp")))
			.isEqualTo(new Endpoint("http/protobuf", "http://collector:4318/v1/metrics"));
		assertThat(endpoint(
				new Destination(Signal.LOGS, "two", "otlp", Map.of("otel.exporter.otlp.logs.protocol", "grpc"))))
			.isEqualTo(new Endpoint("grpc", "http://localhost:4317"));
		assertThat(endpoint(new Destination(Signal.LOGS, "three", "otlp",
				Map.of("otel.exporter.otlp.logs.endpoint", "https://user:password@vendor/logs"))))
			.isEqualTo(new Endpoint("http/protobuf", "https://vendor/logs"));
		assertThat(endpoint(Destination.of(Signal.TRACES, "console"))).isEqualTo(new Endpoint(null, null));
		assertThat(endpoint(new Destination(Signal.LOGS, "azure-monitor", "azure_monitor", null, null,
				"https://westeurope-5.in.applicationinsights.azure.com/")))
			.isEqualTo(new Endpoint(null, "https://westeurope-5.in.applicationinsights.azure.com/"));
	}

	@Test
	void eachDestinationHasSendersAndAnAccountOfItsOwn() {
		Map<String, ExporterStatus> accounts = new HashMap<>();
		Map<String, String> addresses = new HashMap<>();
		DestinationSenders senders = (destination, account) -> {
			accounts.put(destination.name(), account);
			HttpSenderProvider http = (config) -> {
				addresses.put(destination.name(), config.getEndpoint().toString());
				return mock(HttpSender.class);
			};
			return new DestinationSenders.Senders(http, mock(GrpcSenderProvider.class));
		};
		ExportStatus status = new ExportStatus();
		ExportPipelines pipelines = new ExportPipelines(TelemetryProperties.from(new MockEnvironment()),
				ComponentLoader.forClassLoader(getClass().getClassLoader()), new ExportCustomizers((config) -> config),
				senders, status, new Redaction(new RedactionProperties(List.of(), List.of()), List.of(), null), 1000);
		try {
			List<SpanProcessor> processors = pipelines.spans(
					List.of(Destination.of(Signal.TRACES, "otlp"),
							new Destination(Signal.TRACES, "vendor", "otlp",
									Map.of("otel.exporter.otlp.protocol", "http/protobuf",
											"otel.exporter.otlp.traces.endpoint", "https://vendor/v1/traces"))),
					Map.of(), this.application);
			assertThat(processors).hasSize(2);
			assertThat(addresses).containsEntry("otlp", "http://collector:4318/v1/traces")
				.containsEntry("vendor", "https://vendor/v1/traces");
			assertThat(accounts.values()).containsExactlyInAnyOrderElementsOf(status.of(Signal.TRACES));
			assertThat(accounts.get("vendor").endpoint()).isEqualTo("https://vendor/v1/traces");
		}
		finally {
			pipelines.abandon();
		}
	}

	@Test
	void otherComponentsAreTheApplications() {
		ComponentLoader all = ComponentLoader.forClassLoader(getClass().getClassLoader());
		ComponentLoader own = new DestinationComponents(all,
				new DestinationSenders.Senders(mock(HttpSenderProvider.class), mock(GrpcSenderProvider.class)));
		assertThat(own.load(HttpSenderProvider.class)).hasSize(1);
		assertThat(own.load(GrpcSenderProvider.class)).hasSize(1);
		assertThat(own.load(ConfigurableSpanExporterProvider.class)).isNotEmpty();
	}

	private ConfigProperties config(Destination destination) {
		return new DestinationConfig(destination, this.application,
				ComponentLoader.forClassLoader(getClass().getClassLoader()));
	}

	private Endpoint endpoint(Destination destination) {
		return Endpoint.of(destination, config(destination));
	}

}
