// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.concurrent.atomic.DoubleAdder;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;

/**
 * A counter whose total is read when metrics are collected.
 */
class OtelCounter extends AbstractMeter implements Counter {

	private final DoubleAdder total = new DoubleAdder();

	OtelCounter(Meter.Id id) {
		super(id);
	}

	@Override
	public void increment(double amount) {
		if (amount > 0) {
			this.total.add(amount);
		}
	}

	@Override
	public double count() {
		return this.total.sum();
	}

}
