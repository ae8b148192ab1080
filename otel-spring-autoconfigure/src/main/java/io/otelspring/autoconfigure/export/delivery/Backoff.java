// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to leave a destination alone after an attempt in vain: longer each time, and
 * never for the same time, so that the processes that an outage hit at once do not come
 * back at once.
 */
final class Backoff {

	private static final double FACTOR = 1.5;

	private final long first;

	private final long longest;

	private double current;

	Backoff(Duration first, Duration longest) {
		this.first = first.toNanos();
		this.longest = longest.toNanos();
		this.current = this.first;
	}

	/**
	 * Return the next pause.
	 * @return nanoseconds, between half of the current pause and all of it
	 */
	long next() {
		double pause = this.current * (0.5 + ThreadLocalRandom.current().nextDouble() / 2);
		this.current = Math.min(this.current * FACTOR, this.longest);
		return (long) pause;
	}

	/**
	 * Begin anew.
	 */
	void reset() {
		this.current = this.first;
	}

}
