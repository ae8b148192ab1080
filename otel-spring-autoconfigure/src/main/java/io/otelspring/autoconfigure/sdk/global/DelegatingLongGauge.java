// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.context.Context;

/**
 * A gauge of whole numbers, of the current owner.
 */
final class DelegatingLongGauge extends Following<LongGauge> implements LongGauge {

	private final InstrumentSpec spec;

	private DelegatingLongGauge(InstrumentSpec spec) {
		super(spec.meter().ownership());
		this.spec = spec;
	}

	@Override
	LongGauge obtain(Owner owner) {
		return builder(owner, this.spec).build();
	}

	static LongGaugeBuilder builder(Owner owner, InstrumentSpec spec) {
		LongGaugeBuilder builder = spec.meter().of(owner).gaugeBuilder(spec.name()).ofLongs();
		spec.applyTo(builder::setDescription, builder::setUnit);
		return builder;
	}

	@Override
	public boolean isEnabled() {
		return current().isEnabled();
	}

	@Override
	public void set(long value) {
		current().set(value);
	}

	@Override
	public void set(long value, Attributes attributes) {
		current().set(value, attributes);
	}

	@Override
	public void set(long value, Attributes attributes, Context context) {
		current().set(value, attributes, context);
	}

	static final class Builder implements LongGaugeBuilder {

		private InstrumentSpec spec;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public LongGaugeBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public LongGaugeBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public LongGauge build() {
			return new DelegatingLongGauge(this.spec);
		}

		@Override
		public ObservableLongGauge buildWithCallback(Consumer<ObservableLongMeasurement> callback) {
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
