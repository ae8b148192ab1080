// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
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

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.web.HttpProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An SDK that keeps what it is given.
 */
public final class Recorded {

	public static final List<String> METHODS = List.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST",
			"PUT", "TRACE");

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final OpenTelemetrySdk sdk;

	public Recorded() {
		this(Sampler.parentBased(Sampler.alwaysOn()));
	}

	public Recorded(Sampler sampler) {
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

	public OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	public Tracer tracer() {
		return this.sdk.getTracer("test");
	}

	public TelemetrySource<HttpClientTelemetry> telemetry() {
		return telemetry(List.of(), List.of(), List.of("*"));
	}

	public TelemetrySource<HttpClientTelemetry> telemetry(List<String> captureRequestHeaders,
			List<String> captureResponseHeaders, List<String> propagateTo, String... redacted) {
		HttpClientTelemetry telemetry = telemetry(this.sdk, captureRequestHeaders, captureResponseHeaders, propagateTo,
				redacted);
		return new TelemetrySource<>(() -> telemetry);
	}

	public static HttpClientTelemetry telemetry(OpenTelemetry openTelemetry, List<String> captureRequestHeaders,
			List<String> captureResponseHeaders, List<String> propagateTo, String... redacted) {
		return new HttpClientTelemetry(openTelemetry,
				new HttpClientProperties(captureRequestHeaders, captureResponseHeaders, propagateTo, false),
				new HttpProperties(METHODS), new RedactionProperties(List.of(redacted), List.of()), List.of());
	}

	public List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	public SpanData span() {
		assertThat(spans()).hasSize(1);
		return spans().get(0);
	}

	public List<String> spanNames() {
		return spans().stream().map(SpanData::getName).toList();
	}

	public Collection<MetricData> metrics() {
		return this.reader.collectAllMetrics();
	}

	public MetricData duration() {
		Collection<MetricData> metrics = metrics();
		assertThat(metrics).hasSize(1);
		MetricData metric = metrics.iterator().next();
		assertThat(metric.getName()).isEqualTo("http.client.request.duration");
		return metric;
	}

	public void clear() {
		this.exporter.reset();
	}

	public static String traceparent(SpanData span) {
		return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getSpanContext().getTraceFlags().asHex();
	}

	public static boolean noneIsCurrent() {
		return !Span.current().getSpanContext().isValid();
	}

}
