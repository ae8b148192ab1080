// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleUpDownCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import io.opentelemetry.context.Context;

/**
 * A counter of whole numbers that also falls, of the current owner.
 */
final class DelegatingLongUpDownCounter extends Following<LongUpDownCounter> implements LongUpDownCounter {

	private final InstrumentSpec spec;

	private DelegatingLongUpDownCounter(InstrumentSpec spec) {
		super(spec.meter().ownership());
		this.spec = spec;
	}

	@Override
	LongUpDownCounter obtain(Owner owner) {
		return builder(owner, this.spec).build();
	}

	static LongUpDownCounterBuilder builder(Owner owner, InstrumentSpec spec) {
		LongUpDownCounterBuilder builder = spec.meter().of(owner).upDownCounterBuilder(spec.name());
		spec.applyTo(builder::setDescription, builder::setUnit);
		return builder;
	}

	@Override
	public boolean isEnabled() {
		return current().isEnabled();
	}

	@Override
	public void add(long value) {
		current().add(value);
	}

	@Override
	public void add(long value, Attributes attributes) {
		current().add(value, attributes);
	}

	@Override
	public void add(long value, Attributes attributes, Context context) {
		current().add(value, attributes, context);
	}

	static final class Builder implements LongUpDownCounterBuilder {

		private InstrumentSpec spec;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public LongUpDownCounterBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public LongUpDownCounterBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public DoubleUpDownCounterBuilder ofDoubles() {
			return new DelegatingDoubleUpDownCounter.Builder(this.spec);
		}

		@Override
		public LongUpDownCounter build() {
			return new DelegatingLongUpDownCounter(this.spec);
		}

		@Override
		public ObservableLongUpDownCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
			InstrumentSpec spec = this.spec;
			return spec.observe(callback, (owner) -> builder(owner, spec).buildWithCallback(callback)::close);
		}

		@Override
		public ObservableLongMeasurement buildObserver() {
			InstrumentSpec spec = this.spec;
			return new DelegatingMeasurement.OfLongs(spec, (owner) -> builder(owner, spec).buildObserver());
		}

	}

}
