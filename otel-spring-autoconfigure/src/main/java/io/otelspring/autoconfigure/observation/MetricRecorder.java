// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Records into an instrument of a mapping. The sets of attributes are remembered in a
 * fixed number of places; one that needs the place of another takes it.
 *
 * @param <C> the type of the observation's context
 */
final class MetricRecorder<C extends Observation.Context> {

	private static final int SIZE = 256;

	private static final double NANOS_PER_SECOND = 1_000_000_000.0;

	private final List<MappedAttribute<C>> attributes;

	private final Attributes constants;

	private final @Nullable Function<? super C, ? extends @Nullable Number> value;

	private final @Nullable DoubleHistogram histogram;

	private final @Nullable LongCounter counter;

	// Entries are immutable, and one that another thread does not see is made again.
	private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

	MetricRecorder(MappedMetric<C> metric, Meter meter) {
		MappedMetric.Description<C> description = metric.description();
		this.attributes = metric.attributes();
		this.constants = description.constants();
		this.value = description.value();
		if (description.buckets() != null) {
			this.histogram = meter.histogramBuilder(description.name())
				.setUnit(description.unit())
				.setDescription(description.description())
				.setExplicitBucketBoundariesAdvice(description.buckets())
				.build();
			this.counter = null;
		}
		else {
			this.histogram = null;
			this.counter = meter.counterBuilder(description.name())
				.setUnit(description.unit())
				.setDescription(description.description())
				.build();
		}
	}

	void record(C observed, long nanos, @Nullable String errorType, Context context) {
		if (this.value != null) {
			recordValue(observed, this.value, context);
			return;
		}
		Attributes attributes = attributes(observed, errorType);
		if (this.histogram != null) {
			this.histogram.record(nanos / NANOS_PER_SECOND, attributes, context);
		}
		if (this.counter != null) {
			this.counter.add(1, attributes, context);
		}
	}

	private void recordValue(C observed, Function<? super C, ? extends @Nullable Number> value, Context context) {
		Number number = value.apply(observed);
		if (number != null && this.histogram != null) {
			this.histogram.record(number.doubleValue(), attributes(observed, null), context);
		}
	}

	private Attributes attributes(C observed, @Nullable String errorType) {
		int size = this.attributes.size();
		@Nullable Object[] values = new @Nullable Object[size + 1];
		for (int i = 0; i < size; i++) {
			values[i] = this.attributes.get(i).value(observed);
		}
		values[size] = errorType;
		int hash = Arrays.hashCode(values);
		int index = (hash ^ (hash >>> 16)) & (SIZE - 1);
		Entry entry = this.entries[index];
		if (entry == null || !Arrays.equals(entry.values, values)) {
			entry = new Entry(values, build(values));
			this.entries[index] = entry;
		}
		return entry.attributes;
	}

	private Attributes build(@Nullable Object[] values) {
		AttributesBuilder builder = this.constants.toBuilder();
		for (int i = 0; i < this.attributes.size(); i++) {
			Object value = values[i];
			if (value != null) {
				builder.put(this.attributes.get(i).key(), value);
			}
		}
		if (values[values.length - 1] instanceof String errorType) {
			builder.put(ErrorAttributes.ERROR_TYPE, errorType);
		}
		return builder.build();
	}

	private record Entry(@Nullable Object[] values, Attributes attributes) {

	}

}
