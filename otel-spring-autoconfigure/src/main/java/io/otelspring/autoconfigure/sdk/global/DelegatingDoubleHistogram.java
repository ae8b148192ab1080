// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongHistogramBuilder;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of the current owner.
 */
final class DelegatingDoubleHistogram extends Following<DoubleHistogram> implements DoubleHistogram {

	private final InstrumentSpec spec;

	private final @Nullable List<Double> boundaries;

	private DelegatingDoubleHistogram(InstrumentSpec spec, @Nullable List<Double> boundaries) {
		super(spec.meter().ownership());
		this.spec = spec;
		this.boundaries = boundaries;
	}

	@Override
	DoubleHistogram obtain(Owner owner) {
		return builder(owner, this.spec, this.boundaries).build();
	}

	static DoubleHistogramBuilder builder(Owner owner, InstrumentSpec spec, @Nullable List<Double> boundaries) {
		DoubleHistogramBuilder builder = spec.meter().of(owner).histogramBuilder(spec.name());
		spec.applyTo(builder::setDescription, builder::setUnit);
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
	public void record(double value) {
		current().record(value);
	}

	@Override
	public void record(double value, Attributes attributes) {
		current().record(value, attributes);
	}

	@Override
	public void record(double value, Attributes attributes, Context context) {
		current().record(value, attributes, context);
	}

	static final class Builder implements DoubleHistogramBuilder {

		private InstrumentSpec spec;

		private @Nullable List<Double> boundaries;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public DoubleHistogramBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public DoubleHistogramBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public DoubleHistogramBuilder setExplicitBucketBoundariesAdvice(List<Double> boundaries) {
			this.boundaries = boundaries;
			return this;
		}

		@Override
		public LongHistogramBuilder ofLongs() {
			return new DelegatingLongHistogram.Builder(this.spec, this.boundaries);
		}

		@Override
		public DoubleHistogram build() {
			return new DelegatingDoubleHistogram(this.spec, this.boundaries);
		}

	}

}
