// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.export.BoundedQueue;

/**
 * Calls a processor on a thread of its own, one call after the other in their order. What
 * waits is bounded by number and by weight; where a call does not fit, the oldest is lost
 * and counted.
 *
 * @param <T> what the processor is called with
 */
final class CallQueue<T> {

	/** As long as the queue of a batch processor. */
	static final int CAPACITY = 2048;

	/** In characters of bodies of log records, which have no other limit. */
	static final long MAX_WEIGHT = 8_000_000;

	private static final long NEVER = TimeUnit.DAYS.toNanos(1000);

	private static final Log logger = LogFactory.getLog(CallQueue.class);

	private final BoundedQueue<T> queue;

	private final Consumer<T> call;

	private final LongConsumer lost;

	private final Thread worker;

	/**
	 * Create a queue, and start its thread.
	 * @param worker makes the thread
	 * @param weigher tells what a call weighs, each time the same
	 * @param call makes a call
	 * @param lost is told how many calls were lost
	 */
	CallQueue(Worker worker, ToIntFunction<T> weigher, Consumer<T> call, LongConsumer lost) {
		this.queue = new BoundedQueue<>(CAPACITY, 1, MAX_WEIGHT, weigher);
		this.call = call;
		this.lost = lost;
		this.worker = worker.create(this::run);
		this.worker.start();
	}

	void add(T item) {
		lost(this.queue.add(item));
	}

	private void lost(int calls) {
		if (calls > 0) {
			this.lost.accept(calls);
		}
	}

	private void run() {
		List<T> next = new ArrayList<>(1);
		while (this.queue.take(next, System.nanoTime() + NEVER)) {
			next.forEach(this::call);
			this.queue.settle(next.size());
			next.clear();
		}
	}

	private void call(T item) {
		try {
			this.call.accept(item);
		}
		catch (Throwable ex) {
			// Of what comes after the processor. The thread must live on.
			logger.debug("A call after a processor failed", ex);
		}
	}

	/**
	 * Wait for what came in so far.
	 * @return completed when all of it was called, or lost
	 */
	CompletableResultCode drained() {
		return this.queue.drained();
	}

	/**
	 * Let nobody wait for a call that does not return.
	 */
	void stuck() {
		this.queue.release();
	}

	/**
	 * End at once. What is left is lost.
	 */
	void end() {
		lost(this.queue.abandon());
		this.queue.release();
		this.worker.interrupt();
	}

	/**
	 * Makes the thread of a queue.
	 */
	@FunctionalInterface
	interface Worker {

		/**
		 * Make a thread.
		 * @param task what it runs
		 * @return the thread, not started
		 */
		Thread create(Runnable task);

	}

}
