// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts items by what became of them.
 */
final class Account {

	private final Map<Signal, AtomicLong> taken = counts();

	private final Map<Signal, AtomicLong> unacknowledged = counts();

	private final Map<Signal, AtomicLong> rejected = counts();

	private static Map<Signal, AtomicLong> counts() {
		Map<Signal, AtomicLong> counts = new EnumMap<>(Signal.class);
		for (Signal signal : Signal.values()) {
			counts.put(signal, new AtomicLong());
		}
		return counts;
	}

	void take(Signal signal, int items, long rejected) {
		this.taken.get(signal).addAndGet(items);
		this.rejected.get(signal).addAndGet(rejected);
	}

	void answerLost(Signal signal, int items) {
		this.unacknowledged.get(signal).addAndGet(items);
	}

	long taken(Signal signal) {
		return this.taken.get(signal).get();
	}

	long unacknowledged(Signal signal) {
		return this.unacknowledged.get(signal).get();
	}

	long rejected(Signal signal) {
		return this.rejected.get(signal).get();
	}

	void clear() {
		this.taken.values().forEach((count) -> count.set(0));
		this.unacknowledged.values().forEach((count) -> count.set(0));
		this.rejected.values().forEach((count) -> count.set(0));
	}

}
