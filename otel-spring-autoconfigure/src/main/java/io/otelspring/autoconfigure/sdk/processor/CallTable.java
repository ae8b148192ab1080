// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The calls that are in progress, each with the time at which it began. It has a fixed
 * size and allocates nothing; a call that finds no place is not seen.
 */
final class CallTable {

	static final int SIZE = 256;

	private static final int TRIES = 16;

	private static final int NO_PLACE = -1;

	private final AtomicIntegerArray begun = new AtomicIntegerArray(SIZE);

	private final AtomicIntegerArray ended = new AtomicIntegerArray(SIZE);

	/**
	 * Enter a call.
	 * @param time when it begins, not 0
	 * @return its place, to be left at its end
	 */
	int enter(int time) {
		long thread = Thread.currentThread().getId();
		// Threads with numbers that follow each other get places that are far apart
		int place = (int) ((thread & 15) << 4 | thread >> 4 & 15);
		for (int i = 0; i < TRIES; i++) {
			if (this.begun.compareAndSet(place, 0, time)) {
				return place;
			}
			place = (place + 1) % SIZE;
		}
		return NO_PLACE;
	}

	/**
	 * Leave a place.
	 * @param place the place
	 * @return when its call began, 0 if the call had no place
	 */
	int leave(int place) {
		if (place == NO_PLACE) {
			return 0;
		}
		int time = this.begun.getPlain(place);
		// The place is this thread's alone until it is left
		this.ended.setPlain(place, this.ended.getPlain(place) + 1);
		this.begun.setRelease(place, 0);
		return time;
	}

	/**
	 * Count the calls that had a place and ended.
	 * @return how many there were
	 */
	long ended() {
		long sum = 0;
		for (int i = 0; i < SIZE; i++) {
			sum += this.ended.getOpaque(i) & 0xffffffffL;
		}
		return sum;
	}

	/**
	 * Count the calls that began at a time or before it.
	 * @param time the time
	 * @return how many are still in progress
	 */
	int begunBy(int time) {
		int count = 0;
		for (int i = 0; i < SIZE; i++) {
			int begin = this.begun.get(i);
			if (begin != 0 && begin - time <= 0) {
				count++;
			}
		}
		return count;
	}

}
