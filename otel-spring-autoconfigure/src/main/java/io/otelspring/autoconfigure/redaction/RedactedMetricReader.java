// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;

/**
 * Lets a reader collect masked metrics only.
 */
final class RedactedMetricReader implements MetricReader {

	private final MetricReader reader;

	private final MetricRedaction redaction;

	RedactedMetricReader(MetricReader reader, AttributeRedaction attributes) {
		this.reader = reader;
		this.redaction = new MetricRedaction(attributes);
	}

	@Override
	public void register(CollectionRegistration registration) {
		this.reader.register(new CollectionRegistration() {

			@Override
			public Collection<MetricData> collectAllMetrics() {
				Collection<MetricData> metrics = registration.collectAllMetrics();
				List<MetricData> masked = new ArrayList<>(metrics.size());
				for (MetricData metric : metrics) {
					masked.add(RedactedMetricReader.this.redaction.apply(metric));
				}
				return masked;
			}

		});
	}

	@Override
	public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
		return this.reader.getAggregationTemporality(instrumentType);
	}

	@Override
	public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
		return this.reader.getDefaultAggregation(instrumentType);
	}

	@Override
	public MemoryMode getMemoryMode() {
		return this.reader.getMemoryMode();
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.reader.forceFlush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.reader.shutdown();
	}

	@Override
	public void close() throws IOException {
		this.reader.close();
	}

	@Override
	public String toString() {
		return this.reader.toString();
	}

}
