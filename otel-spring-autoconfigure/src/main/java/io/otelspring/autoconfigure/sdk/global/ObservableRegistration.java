// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.List;
import java.util.function.Function;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.ObservableDoubleCounter;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import io.opentelemetry.api.metrics.ObservableDoubleUpDownCounter;
import io.opentelemetry.api.metrics.ObservableLongCounter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.metrics.ObservableLongUpDownCounter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A callback that is registered with each owner in turn, until it is closed. Its methods
 * are called with the lock of {@link Ownership} held.
 */
final class ObservableRegistration
		implements ObservableLongCounter, ObservableDoubleCounter, ObservableLongUpDownCounter,
		ObservableDoubleUpDownCounter, ObservableLongGauge, ObservableDoubleGauge, BatchCallback {

	private static final Log logger = LogFactory.getLog(ObservableRegistration.class);

	private final DelegatingMeter meter;

	private final String name;

	private final Class<?> callbackType;

	private final Function<Owner, Runnable> recipe;

	private Object maker = Owner.NOBODY.mark();

	private @Nullable Runnable detach;

	private ObservableRegistration(DelegatingMeter meter, String name, Class<?> callbackType,
			Function<Owner, Runnable> recipe) {
		this.meter = meter;
		this.name = name;
		this.callbackType = callbackType;
		this.recipe = recipe;
	}

	/**
	 * Makes a registration and attaches it to the current owner.
	 * @param meter the meter
	 * @param name what the callback measures
	 * @param callback the callback
	 * @param recipe registers the callback with an owner, and returns what removes it
	 * there
	 * @return the registration
	 */
	static ObservableRegistration add(DelegatingMeter meter, String name, Object callback,
			Function<Owner, Runnable> recipe) {
		ObservableRegistration registration = new ObservableRegistration(meter, name, callback.getClass(), recipe);
		meter.ownership().add(registration);
		return registration;
	}

	/**
	 * Begins its work.
	 * @param newest the context that came last, which is taken for the one that made this
	 * @param current the current owner
	 */
	void start(Owner newest, Owner current) {
		this.maker = newest.mark();
		attach(current);
	}

	/**
	 * Moves to the owner that took over. A callback whose class cannot belong to that one
	 * is from an application that was restarted, and would keep all of it in memory.
	 * @param next the owner
	 * @return whether it goes on
	 */
	boolean follow(Owner next) {
		detach();
		if (next == Owner.NOBODY) {
			return true;
		}
		if (!next.canUse(this.callbackType)) {
			return false;
		}
		if (this.maker == Owner.NOBODY.mark()) {
			this.maker = next.mark();
		}
		attach(next);
		return true;
	}

	/**
	 * Makes way for a newer registration of the same code, where the context that made
	 * this one is gone: beans register anew in each context and rarely close what they
	 * registered in the last one.
	 * @param newer the newer registration
	 * @param live the live contexts
	 * @return whether it made way
	 */
	boolean yieldTo(ObservableRegistration newer, List<Owner> live) {
		boolean same = this.meter == newer.meter && this.callbackType == newer.callbackType
				&& this.name.equals(newer.name);
		boolean orphaned = this.maker != Owner.NOBODY.mark()
				&& live.stream().noneMatch((owner) -> owner.mark() == this.maker);
		if (!same || !orphaned) {
			return false;
		}
		detach();
		return true;
	}

	private void attach(Owner owner) {
		if (owner == Owner.NOBODY) {
			return;
		}
		try {
			this.detach = this.recipe.apply(owner);
		}
		catch (RuntimeException ex) {
			logger.warn(
					"The callback " + this.callbackType.getName() + " of \"" + this.name + "\" could not be registered",
					ex);
		}
	}

	void detach() {
		Runnable detach = this.detach;
		this.detach = null;
		if (detach != null) {
			detach.run();
		}
	}

	@Override
	public void close() {
		this.meter.ownership().remove(this);
	}

}
