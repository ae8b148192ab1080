// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.otelspring.test.ReceivedRequest.Protocol;

/**
 * An SDK that really sends, without retries.
 */
final class TestExporters implements AutoCloseable {

	final OpenTelemetrySdk sdk;

	private final RecordingExporter spans;

	private TestExporters(SpanExporter spans, MetricExporter metrics, LogRecordExporter logs) {
		this.spans = new RecordingExporter(spans);
		Resource resource = Resource.builder().put("service.name", "shop").build();
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setResource(resource)
				.addSpanProcessor(BatchSpanProcessor.builder(this.spans).setScheduleDelay(Duration.ofHours(1)).build())
				.build())
			.setMeterProvider(SdkMeterProvider.builder()
				.setResource(resource)
				.registerMetricReader(PeriodicMetricReader.builder(metrics).setInterval(Duration.ofHours(1)).build())
				.build())
			.setLoggerProvider(SdkLoggerProvider.builder()
				.setResource(resource)
				.addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
				.build())
			.build();
	}

	static TestExporters to(OtlpCollector collector, Protocol protocol) {
		return to(collector, protocol, "gzip");
	}

	static TestExporters to(OtlpCollector collector, Protocol protocol, String compression) {
		return switch (protocol) {
			case HTTP -> new TestExporters(
					OtlpHttpSpanExporter.builder()
						.setEndpoint(collector.httpEndpoint() + "/v1/traces")
						.setCompression(compression)
						.addHeader("X-Key", "secret")
						.setRetryPolicy(null)
						.build(),
					OtlpHttpMetricExporter.builder()
						.setEndpoint(collector.httpEndpoint() + "/v1/metrics")
						.setCompression(compression)
						.setRetryPolicy(null)
						.build(),
					OtlpHttpLogRecordExporter.builder()
						.setEndpoint(collector.httpEndpoint() + "/v1/logs")
						.setCompression(compression)
						.setRetryPolicy(null)
						.build());
			case GRPC -> new TestExporters(
					OtlpGrpcSpanExporter.builder()
						.setEndpoint(collector.grpcEndpoint())
						.setCompression(compression)
						.addHeader("X-Key", "secret")
						.setRetryPolicy(null)
						.build(),
					OtlpGrpcMetricExporter.builder()
						.setEndpoint(collector.grpcEndpoint())
						.setCompression(compression)
						.setRetryPolicy(null)
						.build(),
					OtlpGrpcLogRecordExporter.builder()
						.setEndpoint(collector.grpcEndpoint())
						.setCompression(compression)
						.setRetryPolicy(null)
						.build());
		};
	}

	void span(String name) {
		this.sdk.getTracer("shop").spanBuilder(name).startSpan().end();
	}

	void log(String body) {
		this.sdk.getLogsBridge().get("shop").logRecordBuilder().setSeverity(Severity.INFO).setBody(body).emit();
	}

	CompletableResultCode flush() {
		return CompletableResultCode.ofAll(List.of(this.sdk.getSdkTracerProvider().forceFlush(),
				this.sdk.getSdkMeterProvider().forceFlush(), this.sdk.getSdkLoggerProvider().forceFlush()))
			.join(10, TimeUnit.SECONDS);
	}

	/**
	 * Sends the spans that have ended, which the processor's flush calls a success
	 * whatever becomes of them.
	 * @return what the exporter said
	 */
	CompletableResultCode exportSpans() {
		this.sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
		return this.spans.last;
	}

	@Override
	public void close() {
		this.sdk.close();
	}

	private static final class RecordingExporter implements SpanExporter {

		private final SpanExporter exporter;

		private volatile CompletableResultCode last = CompletableResultCode.ofFailure();

		private RecordingExporter(SpanExporter exporter) {
			this.exporter = exporter;
		}

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			this.last = this.exporter.export(spans);
			return this.last;
		}

		@Override
		public CompletableResultCode flush() {
			return this.exporter.flush();
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

}
