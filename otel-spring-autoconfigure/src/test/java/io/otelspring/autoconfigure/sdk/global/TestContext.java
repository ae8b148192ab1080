// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

/**
 * Stands for an application context with an SDK of its own.
 */
final class TestContext implements AutoCloseable {

	final InMemorySpanExporter spans = InMemorySpanExporter.create();

	final InMemoryMetricReader metrics = InMemoryMetricReader.create();

	final InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();

	final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
		.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.metrics).build())
		.setLoggerProvider(
				SdkLoggerProvider.builder().addLogRecordProcessor(SimpleLogRecordProcessor.create(this.logs)).build())
		.setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
		.build();

	TestContext start() {
		GlobalOwnership.offer(this, this.sdk);
		return this;
	}

	List<String> spanNames() {
		return this.spans.getFinishedSpanItems().stream().map(SpanData::getName).toList();
	}

	List<String> logBodies() {
		return this.logs.getFinishedLogRecordItems()
			.stream()
			.map(LogRecordData::getBodyValue)
			.map((body) -> body.asString())
			.toList();
	}

	Optional<MetricData> metric(String name) {
		return this.metrics.collectAllMetrics().stream().filter((metric) -> metric.getName().equals(name)).findFirst();
	}

	/**
	 * The values of a counter or gauge.
	 * @param name its name
	 * @return the values in ascending order, empty where the metric is missing
	 */
	List<Number> values(String name) {
		return metric(name).stream()
			.flatMap((metric) -> metric.getData().getPoints().stream())
			.map((point) -> (point instanceof LongPointData whole) ? (Number) whole.getValue()
					: (Number) ((DoublePointData) point).getValue())
			.sorted()
			.collect(Collectors.toList());
	}

	@Override
	public void close() {
		this.sdk.close();
		GlobalOwnership.withdraw(this);
	}

}
