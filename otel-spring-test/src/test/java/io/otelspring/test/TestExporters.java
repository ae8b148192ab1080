// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
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
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import io.otelspring.test.ReceivedRequest.Protocol;

/**
 * An SDK that really sends, without retries.
 */
final class TestExporters implements AutoCloseable {

	// Longer than any test waits
	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	final OpenTelemetrySdk sdk;

	private final PendingSpans spans;

	private TestExporters(SpanExporter spans, MetricExporter metrics, LogRecordExporter logs) {
		this.spans = new PendingSpans(spans);
		Resource resource = Resource.builder().put("service.name", "shop").build();
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setResource(resource).addSpanProcessor(this.spans).build())
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
		return to((protocol == Protocol.HTTP) ? collector.httpEndpoint() : collector.grpcEndpoint(), protocol,
				compression);
	}

	static TestExporters to(String endpoint, Protocol protocol, String compression) {
		return switch (protocol) {
			case HTTP -> new TestExporters(
					OtlpHttpSpanExporter.builder()
						.setEndpoint(endpoint + "/v1/traces")
						.setCompression(compression)
						.addHeader("X-Key", "secret")
						.setTimeout(TIMEOUT)
						.setRetryPolicy(null)
						.build(),
					OtlpHttpMetricExporter.builder()
						.setEndpoint(endpoint + "/v1/metrics")
						.setCompression(compression)
						.setTimeout(TIMEOUT)
						.setRetryPolicy(null)
						.build(),
					OtlpHttpLogRecordExporter.builder()
						.setEndpoint(endpoint + "/v1/logs")
						.setCompression(compression)
						.setTimeout(TIMEOUT)
						.setRetryPolicy(null)
						.build());
			case GRPC -> new TestExporters(
					OtlpGrpcSpanExporter.builder()
						.setEndpoint(endpoint)
						.setCompression(compression)
						.addHeader("X-Key", "secret")
						.setTimeout(TIMEOUT)
						.setRetryPolicy(null)
						.build(),
					OtlpGrpcMetricExporter.builder()
						.setEndpoint(endpoint)
						.setCompression(compression)
						.setTimeout(TIMEOUT)
						.setRetryPolicy(null)
						.build(),
					OtlpGrpcLogRecordExporter.builder()
						.setEndpoint(endpoint)
						.setCompression(compression)
						.setTimeout(TIMEOUT)
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
		return CompletableResultCode.ofAll(List.of(exportSpans(), this.sdk.getSdkMeterProvider().forceFlush(),
				this.sdk.getSdkLoggerProvider().forceFlush()))
			.join(1, TimeUnit.MINUTES);
	}

	CompletableResultCode exportSpans() {
		return this.spans.export().join(1, TimeUnit.MINUTES);
	}

	@Override
	public void close() {
		this.sdk.close();
	}

	/**
	 * Keeps spans until they are sent by hand, since the batch processor's flush tells
	 * neither whether it sent anything nor what became of it.
	 */
	private static final class PendingSpans implements SpanProcessor {

		private final SpanExporter exporter;

		private final List<SpanData> pending = new CopyOnWriteArrayList<>();

		private PendingSpans(SpanExporter exporter) {
			this.exporter = exporter;
		}

		private CompletableResultCode export() {
			List<SpanData> batch = List.copyOf(this.pending);
			this.pending.clear();
			return batch.isEmpty() ? CompletableResultCode.ofSuccess() : this.exporter.export(batch);
		}

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.pending.add(span.toSpanData());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

		@Override
		public CompletableResultCode shutdown() {
			return this.exporter.shutdown();
		}

	}

}
