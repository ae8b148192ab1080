// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounterBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.context.Context;

/**
 * A counter of whole numbers, of the current owner.
 */
final class DelegatingLongCounter extends Following<LongCounter> implements LongCounter {

	private final InstrumentSpec spec;

	private DelegatingLongCounter(InstrumentSpec spec) {
		super(spec.meter().ownership());
		this.spec = spec;
	}

	@Override
	LongCounter obtain(Owner owner) {
		return builder(owner, this.spec).build();
	}

	static LongCounterBuilder builder(Owner owner, InstrumentSpec spec) {
		LongCounterBuilder builder = spec.meter().of(owner).counterBuilder(spec.name());
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

	static final class Builder implements LongCounterBuilder {

		private InstrumentSpec spec;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public LongCounterBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public LongCounterBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public DoubleCounterBuilder ofDoubles() {
			return new DelegatingDoubleCounter.Builder(this.spec);
		}

		@Override
		public LongCounter build() {
			return new DelegatingLongCounter(this.spec);
		}

		@Override
		public ObservableLongCounter buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
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
