// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.LongGaugeBuilder;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.context.Context;

/**
 * A gauge of the current owner.
 */
final class DelegatingDoubleGauge extends Following<DoubleGauge> implements DoubleGauge {

	private final InstrumentSpec spec;

	private DelegatingDoubleGauge(InstrumentSpec spec) {
		super(spec.meter().ownership());
		this.spec = spec;
	}

	@Override
	DoubleGauge obtain(Owner owner) {
		return builder(owner, this.spec).build();
	}

	static DoubleGaugeBuilder builder(Owner owner, InstrumentSpec spec) {
		DoubleGaugeBuilder builder = spec.meter().of(owner).gaugeBuilder(spec.name());
		spec.applyTo(builder::setDescription, builder::setUnit);
		return builder;
	}

	@Override
	public boolean isEnabled() {
		return current().isEnabled();
	}

	@Override
	public void set(double value) {
		current().set(value);
	}

	@Override
	public void set(double value, Attributes attributes) {
		current().set(value, attributes);
	}

	@Override
	public void set(double value, Attributes attributes, Context context) {
		current().set(value, attributes, context);
	}

	static final class Builder implements DoubleGaugeBuilder {

		private InstrumentSpec spec;

		Builder(InstrumentSpec spec) {
			this.spec = spec;
		}

		@Override
		public DoubleGaugeBuilder setDescription(String description) {
			this.spec = this.spec.withDescription(description);
			return this;
		}

		@Override
		public DoubleGaugeBuilder setUnit(String unit) {
			this.spec = this.spec.withUnit(unit);
			return this;
		}

		@Override
		public LongGaugeBuilder ofLongs() {
			return new DelegatingLongGauge.Builder(this.spec);
		}

		@Override
		public DoubleGauge build() {
			return new DelegatingDoubleGauge(this.spec);
		}

		@Override
		public ObservableDoubleGauge buildWithCallback(Consumer<ObservableDoubleMeasurement> callback) {
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
