// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/**
 * Where metrics end: the SDK aggregates them, and they are read only to count them before
 * and after the measurement.
 */
public final class UnreadMetrics implements MetricReader {

	private CollectionRegistration registration = CollectionRegistration.noop();

	/**
	 * The values that were recorded in histograms so far.
	 * @return their number
	 */
	long count() {
		long count = 0;
		for (MetricData metric : this.registration.collectAllMetrics()) {
			if (metric.getType() == MetricDataType.HISTOGRAM) {
				for (HistogramPointData point : metric.getHistogramData().getPoints()) {
					count += point.getCount();
				}
			}
		}
		return count;
	}

	/**
	 * Return whether a metric has been recorded.
	 * @param name the metric
	 * @return whether it has
	 */
	public boolean contains(String name) {
		return this.registration.collectAllMetrics().stream().anyMatch((metric) -> metric.getName().equals(name));
	}

	@Override
	public void register(CollectionRegistration registration) {
		this.registration = registration;
	}

	@Override
	public CompletableResultCode forceFlush() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
		return AggregationTemporality.CUMULATIVE;
	}

}
