// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.propagation.TraceContextPropagator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An SDK that keeps what it is given.
 */
final class RecordedKafka {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	final OpenTelemetrySdk sdk;

	final TelemetrySource<KafkaTelemetry> source;

	RecordedKafka() {
		this(Sampler.parentBased(Sampler.alwaysOn()));
	}

	RecordedKafka(Sampler sampler) {
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampler)
				.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
				.build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.reader).build())
			.setPropagators(ContextPropagators.create(TextMapPropagator.composite(TraceContextPropagator.getInstance(),
					W3CBaggagePropagator.getInstance())))
			.build();
		KafkaTelemetry telemetry = new KafkaTelemetry(this.sdk, true);
		this.source = new TelemetrySource<>(() -> telemetry);
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData span() {
		assertThat(spans()).hasSize(1);
		return spans().get(0);
	}

	MetricData metric(String name) {
		return this.reader.collectAllMetrics()
			.stream()
			.filter((metric) -> metric.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	boolean hasNoMetrics() {
		return this.reader.collectAllMetrics().isEmpty();
	}

	static String traceparent(SpanData span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getSpanContext().getTraceFlags().asHex();
	}

	static List<String> values(Headers headers, String name) {
		List<String> values = new ArrayList<>();
		for (Header header : headers.headers(name)) {
			values.add(new String(header.value(), StandardCharsets.UTF_8));
		}
		return values;
	}

}
