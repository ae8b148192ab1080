// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.Arrays;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleGaugeBuilder;
import io.opentelemetry.api.metrics.DoubleHistogramBuilder;
import io.opentelemetry.api.metrics.LongCounterBuilder;
import io.opentelemetry.api.metrics.LongUpDownCounterBuilder;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.ObservableMeasurement;

/**
 * Makes instruments that follow the owner.
 */
final class DelegatingMeter extends Following<Meter> implements Meter {

	private final Ownership ownership;

	private final Scope scope;

	DelegatingMeter(Ownership ownership, Scope scope) {
		super(ownership);
		this.ownership = ownership;
		this.scope = scope;
	}

	Ownership ownership() {
		return this.ownership;
	}

	Scope scope() {
		return this.scope;
	}

	@Override
	Meter obtain(Owner owner) {
		MeterBuilder builder = owner.openTelemetry().getMeterProvider().meterBuilder(this.scope.name());
		if (this.scope.schemaUrl() != null) {
			builder.setSchemaUrl(this.scope.schemaUrl());
		}
		if (this.scope.version() != null) {
			builder.setInstrumentationVersion(this.scope.version());
		}
		return builder.build();
	}

	@Override
	public LongCounterBuilder counterBuilder(String name) {
		return new DelegatingLongCounter.Builder(new InstrumentSpec(this, name));
	}

	@Override
	public LongUpDownCounterBuilder upDownCounterBuilder(String name) {
		return new DelegatingLongUpDownCounter.Builder(new InstrumentSpec(this, name));
	}

	@Override
	public DoubleHistogramBuilder histogramBuilder(String name) {
		return new DelegatingDoubleHistogram.Builder(new InstrumentSpec(this, name));
	}

	@Override
	public DoubleGaugeBuilder gaugeBuilder(String name) {
		return new DelegatingDoubleGauge.Builder(new InstrumentSpec(this, name));
	}

	@Override
	public BatchCallback batchCallback(Runnable callback, ObservableMeasurement measurement,
			ObservableMeasurement... others) {
		ObservableMeasurement[] additional = others.clone();
		return ObservableRegistration.add(this, "batch", callback,
				(owner) -> of(owner).batchCallback(callback, resolve(measurement, owner),
						Arrays.stream(additional)
							.map((other) -> resolve(other, owner))
							.toArray(ObservableMeasurement[]::new))::close);
	}

	// An SDK takes only measurements of its own
	private static ObservableMeasurement resolve(ObservableMeasurement measurement, Owner owner) {
		return (measurement instanceof DelegatingMeasurement<?> delegating) ? delegating.of(owner) : measurement;
	}

}
