// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleUpDownCounter;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.context.Context;

/**
 * A counter that also falls, of the current owner.
 */
final class DelegatingDoubleUpDownCounter extends Following<DoubleUpDownCounter> implements DoubleUpDownCounter {

	private final InstrumentSpec spec;

	private DelegatingDoubleUpDownCounter(InstrumentSpec spec) {
		super(spec.meter().ownership());
		this.spec = spec;
	}

	@Override
	DoubleUpDownCounter obtain(Owner owner) {
		return builder(owner, this.spec).build();
	}

	static DoubleUpDownCounterBuilder builder(Owner owner, InstrumentSpec spec) {
		DoubleUpDownCounterBuilder builder = spec.meter().of(owner).upDownCounterBuilder(spec.name()).ofDoubles();
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

	static final class Builder implements DoubleUpDownCounterBuilder {

		private InstrumentSpec spec;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public DoubleUpDownCounterBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public DoubleUpDownCounterBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public DoubleUpDownCounter build() {
			return new DelegatingDoubleUpDownCounter(this.spec);
		}

		@Override
		public ObservableDoubleUpDownCounter buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
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
