// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.json;

import java.util.Collection;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.DefaultAggregationSelector;
import io.opentelemetry.sdk.metrics.export.MetricExporter;

/**
 * Writes a line for each batch of metrics.
 */
final class JsonMetricExporter implements MetricExporter {

	private final JsonLines lines;

	private final AggregationTemporalitySelector temporality;

	private final DefaultAggregationSelector aggregation;

	JsonMetricExporter(JsonLines lines, AggregationTemporalitySelector temporality,
			DefaultAggregationSelector aggregation) {
		this.lines = lines;
		this.temporality = temporality;
		this.aggregation = aggregation;
	}

	@Override
	public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
		return this.temporality.getAggregationTemporality(instrumentType);
	}

	@Override
	public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
		return this.aggregation.getDefaultAggregation(instrumentType);
	}

	@Override
	public CompletableResultCode export(Collection<MetricData> items) {
		return this.lines.write(MetricsRequestMarshaler.create(items));
	}

	@Override
	public CompletableResultCode flush() {
		return this.lines.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.lines.close();
	}

	@Override
	public String toString() {
		return "JsonMetricExporter{}";
	}

}
