// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of whole numbers, of the current owner.
 */
final class DelegatingLongHistogram extends Following<LongHistogram> implements LongHistogram {

	private final InstrumentSpec spec;

	private final @Nullable List<Double> doubleBoundaries;

	private final @Nullable List<Long> boundaries;

	private DelegatingLongHistogram(InstrumentSpec spec, @Nullable List<Double> doubleBoundaries,
			@Nullable List<Long> boundaries) {
		super(spec.meter().ownership());
		this.spec = spec;
		this.doubleBoundaries = doubleBoundaries;
		this.boundaries = boundaries;
	}

	@Override
	LongHistogram obtain(Owner owner) {
		return builder(owner, this.spec, this.doubleBoundaries, this.boundaries).build();
	}

	static LongHistogramBuilder builder(Owner owner, InstrumentSpec spec, @Nullable List<Double> doubleBoundaries,
			@Nullable List<Long> boundaries) {
		LongHistogramBuilder builder = DelegatingDoubleHistogram.builder(owner, spec, doubleBoundaries).ofLongs();
		if (boundaries != null) {
			builder.setExplicitBucketBoundariesAdvice(boundaries);
		}
		return builder;
	}

	@Override
	public boolean isEnabled() {
		return current().isEnabled();
	}

	@Override
	public void record(long value) {
		current().record(value);
	}

	@Override
	public void record(long value, Attributes attributes) {
		current().record(value, attributes);
	}

	@Override
	public void record(long value, Attributes attributes, Context context) {
		current().record(value, attributes, context);
	}

	static final class Builder implements LongHistogramBuilder {

		private InstrumentSpec spec;

		private final @Nullable List<Double> doubleBoundaries;

		private @Nullable List<Long> boundaries;

		Builder(InstrumentSpec spec, @Nullable List<Double> doubleBoundaries) {
			this.spec = spec;
			this.doubleBoundaries = doubleBoundaries;
		}

		@Override
		public LongHistogramBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public LongHistogramBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public LongHistogramBuilder setExplicitBucketBoundariesAdvice(List<Long> boundaries) {
			this.boundaries = boundaries;
			return this;
		}

		@Override
		public LongHistogram build() {
			return new DelegatingLongHistogram(this.spec, this.doubleBoundaries, this.boundaries);
		}

	}

}
