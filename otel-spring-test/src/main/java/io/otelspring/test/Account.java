// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts items by what became of them.
 */
final class Account {

	private final AtomicLongArray taken = new AtomicLongArray(Signal.values().length);

	private final AtomicLongArray unacknowledged = new AtomicLongArray(Signal.values().length);

	private final AtomicLongArray rejected = new AtomicLongArray(Signal.values().length);

	void take(Signal signal, int items, long rejected) {
		this.taken.addAndGet(signal.ordinal(), items);
		this.rejected.addAndGet(signal.ordinal(), rejected);
	}

	void answerLost(Signal signal, int items) {
		this.unacknowledged.addAndGet(signal.ordinal(), items);
	}

	long taken(Signal signal) {
		return this.taken.get(signal.ordinal());
	}

	long unacknowledged(Signal signal) {
		return this.unacknowledged.get(signal.ordinal());
	}

	long rejected(Signal signal) {
		return this.rejected.get(signal.ordinal());
	}

	void clear() {
		for (Signal signal : Signal.values()) {
			this.taken.set(signal.ordinal(), 0);
			this.unacknowledged.set(signal.ordinal(), 0);
			this.rejected.set(signal.ordinal(), 0);
		}
	}

}
