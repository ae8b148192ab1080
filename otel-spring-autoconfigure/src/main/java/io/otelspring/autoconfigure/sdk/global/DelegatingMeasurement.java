// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;

/**
 * What a batch callback records with.
 *
 * @param <T> the type of measurement
 */
abstract class DelegatingMeasurement<T extends ObservableMeasurement> extends Following<T>
		implements ObservableMeasurement {

	private final Function<Owner, T> recipe;

	DelegatingMeasurement(Ownership ownership, Function<Owner, T> recipe) {
		super(ownership);
		this.recipe = recipe;
	}

	@Override
	final T obtain(Owner owner) {
		return this.recipe.apply(owner);
	}

	static final class OfLongs extends DelegatingMeasurement<ObservableLongMeasurement>
			implements ObservableLongMeasurement {

		OfLongs(InstrumentSpec spec, Function<Owner, ObservableLongMeasurement> recipe) {
			super(spec.meter().ownership(), recipe);
		}

		@Override
		public void record(long value) {
			current().record(value);
		}

		@Override
		public void record(long value, Attributes attributes) {
			current().record(value, attributes);
		}

	}

	static final class OfDoubles extends DelegatingMeasurement<ObservableDoubleMeasurement>
			implements ObservableDoubleMeasurement {

		OfDoubles(InstrumentSpec spec, Function<Owner, ObservableDoubleMeasurement> recipe) {
			super(spec.meter().ownership(), recipe);
		}

		@Override
		public void record(double value) {
			current().record(value);
		}

		@Override
		public void record(double value, Attributes attributes) {
			current().record(value, attributes);
		}

	}

}
