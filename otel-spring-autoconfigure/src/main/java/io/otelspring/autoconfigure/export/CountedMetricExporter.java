// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;

/**
 * Counts what becomes of the data points that an exporter is given, and gives up waiting
 * after {@code otel.metric.export.timeout}, which the SDK's reader does not know.
 */
final class CountedMetricExporter implements MetricExporter, Abandonable {

	private final MetricExporter exporter;

	private final ExporterStatus status;

	private final Duration timeout;

	CountedMetricExporter(MetricExporter exporter, ExporterStatus status, Duration timeout) {
		this.exporter = exporter;
		this.status = status;
		this.timeout = timeout;
	}

	@Override
	public CompletableResultCode export(Collection<MetricData> metrics) {
		this.status.listeners().announce((listener) -> listener.metrics(metrics));
		int points = 0;
		for (MetricData metric : metrics) {
			points += metric.getData().getPoints().size();
		}
		return this.status.export(points, () -> this.exporter.export(metrics), this.timeout);
	}

	@Override
	public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
		return this.exporter.getAggregationTemporality(instrumentType);
	}

	@Override
	public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
		return this.exporter.getDefaultAggregation(instrumentType);
	}

	@Override
	public MemoryMode getMemoryMode() {
		return this.exporter.getMemoryMode();
	}

	@Override
	public CompletableResultCode flush() {
		return Completion.inOrder(this.exporter.flush(), this.status::flush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

	@Override
	public void abandon() {
		this.status.account().abandonPending();
	}

	@Override
	public String toString() {
		return this.exporter.toString();
	}

}
