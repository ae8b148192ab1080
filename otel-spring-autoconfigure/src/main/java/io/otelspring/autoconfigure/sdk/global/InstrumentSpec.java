// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What an instrument was asked for by, to be repeated with each owner.
 *
 * @param meter the meter
 * @param name the name
 * @param description the description
 * @param unit the unit
 */
record InstrumentSpec(DelegatingMeter meter, String name, @Nullable String description, @Nullable String unit) {

	InstrumentSpec(DelegatingMeter meter, String name) {
		this(meter, name, null, null);
	}

	InstrumentSpec withDescription(String description) {
		return new InstrumentSpec(this.meter, this.name, description, this.unit);
	}

	InstrumentSpec withUnit(String unit) {
		return new InstrumentSpec(this.meter, this.name, this.description, unit);
	}

	void applyTo(Consumer<String> description, Consumer<String> unit) {
		if (this.description != null) {
			description.accept(this.description);
		}
		if (this.unit != null) {
			unit.accept(this.unit);
		}
	}

	ObservableRegistration observe(Object callback, Function<Owner, Runnable> recipe) {
		return ObservableRegistration.add(this.meter, this.name, callback, recipe);
	}

}
