// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.context.Context;

/**
 * A counter of the current owner.
 */
final class DelegatingDoubleCounter extends Following<DoubleCounter> implements DoubleCounter {

	private final InstrumentSpec spec;

	private DelegatingDoubleCounter(InstrumentSpec spec) {
		super(spec.meter().ownership());
		this.spec = spec;
	}

	@Override
	DoubleCounter obtain(Owner owner) {
		return builder(owner, this.spec).build();
	}

	static DoubleCounterBuilder builder(Owner owner, InstrumentSpec spec) {
		DoubleCounterBuilder builder = spec.meter().of(owner).counterBuilder(spec.name()).ofDoubles();
		spec.applyTo(builder::setDescription, builder::setUnit);
		return builder;
	}

	@Override
	public boolean isEnabled() {
		return current().isEnabled();
	}

	@Override
	public void add(double value) {
		current().add(value);
	}

	@Override
	public void add(double value, Attributes attributes) {
		current().add(value, attributes);
	}

	@Override
	public void add(double value, Attributes attributes, Context context) {
		current().add(value, attributes, context);
	}

	static final class Builder implements DoubleCounterBuilder {

		private InstrumentSpec spec;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public DoubleCounterBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public DoubleCounterBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public DoubleCounter build() {
			return new DelegatingDoubleCounter(this.spec);
		}

		@Override
		public ObservableDoubleCounter buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
			InstrumentSpec spec = this.spec;
			return spec.observe(callback, (owner) -> builder(owner, spec).buildWithCallback(callback)::close);
		}

		@Override
		public ObservableDoubleMeasurement buildObserver() {
			InstrumentSpec spec = this.spec;
			return new DelegatingMeasurement.OfDoubles(spec, (owner) -> builder(owner, spec).buildObserver());
		}

	}

}
