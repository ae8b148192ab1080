// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
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

import io.otelspring.autoconfigure.web.HttpProperties;
import io.otelspring.autoconfigure.web.RedactionProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An SDK that keeps what it is given.
 */
final class Recorded {

	static final List<String> METHODS = List.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT",
			"TRACE");

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final OpenTelemetrySdk sdk;

	Recorded() {
		this(Sampler.parentBased(Sampler.alwaysOn()));
	}

	Recorded(Sampler sampler) {
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampler)
				.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
				.build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.reader).build())
			.setPropagators(ContextPropagators.create(TextMapPropagator
				.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
			.build();
	}

	OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	Tracer tracer() {
		return this.sdk.getTracer("test");
	}

	HttpClientTracing tracing() {
		return tracing(new HttpClientProperties(List.of(), List.of(), List.of("*")));
	}

	HttpClientTracing tracing(HttpClientProperties properties, String... redacted) {
		HttpClientTelemetry telemetry = new HttpClientTelemetry(this.sdk, properties, new HttpProperties(METHODS),
				new RedactionProperties(List.of(redacted), List.of()));
		return new HttpClientTracing(() -> telemetry);
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData span() {
		assertThat(spans()).hasSize(1);
		return spans().get(0);
	}

	List<String> spanNames() {
		return spans().stream().map(SpanData::getName).toList();
	}

	Collection<MetricData> metrics() {
		return this.reader.collectAllMetrics();
	}

	MetricData duration() {
		Collection<MetricData> metrics = metrics();
		assertThat(metrics).hasSize(1);
		MetricData metric = metrics.iterator().next();
		assertThat(metric.getName()).isEqualTo("http.client.request.duration");
		return metric;
	}

	void clear() {
		this.exporter.reset();
	}

	static String traceparent(SpanData span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getSpanContext().getTraceFlags().asHex();
	}

	static boolean noneIsCurrent() {
		return !Span.current().getSpanContext().isValid();
	}

}
