// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private static final Log logger = LogFactory.getLog(CallQueue.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final ArrayDeque<T> queue = new ArrayDeque<>();

	private final List<Waiting> waiting = new ArrayList<>();

	private final ToIntFunction<T> weigher;

	private final Consumer<T> call;

	private final LongConsumer lost;

	private final Thread worker;

	private long weight;

	private long accepted;

	private long done;

	private boolean ended;

	/**
	 * Create a queue, and start its thread.
	 * @param worker makes the thread
	 * @param weigher tells what a call weighs, each time the same
	 * @param call makes a call
	 * @param lost is told how many calls were lost
	 */
	CallQueue(Worker worker, ToIntFunction<T> weigher, Consumer<T> call, LongConsumer lost) {
		this.weigher = weigher;
		this.call = call;
		this.lost = lost;
		this.worker = worker.create(this::run);
		this.worker.start();
	}

	void add(T item) {
		long overflow = 0;
		int own = this.weigher.applyAsInt(item);
		this.lock.lock();
		try {
			if (this.ended) {
				overflow++;
			}
			else {
				while (!this.queue.isEmpty() && (this.queue.size() >= CAPACITY || this.weight + own > MAX_WEIGHT)) {
					poll();
					this.done++;
					overflow++;
				}
				this.queue.add(item);
				this.weight += own;
				this.accepted++;
				this.work.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (overflow > 0) {
			this.lost.accept(overflow);
		}
	}

	private @Nullable T poll() {
		T item = this.queue.poll();
		if (item != null) {
			this.weight -= this.weigher.applyAsInt(item);
		}
		return item;
	}

	private void run() {
		T item;
		while ((item = take()) != null) {
			try {
				this.call.accept(item);
			}
			catch (Throwable ex) {
				// Of what comes after the processor. The thread must live on.
				logger.debug("A call after a processor failed", ex);
			}
			settle();
		}
	}

	private @Nullable T take() {
		this.lock.lock();
		try {
			while (this.queue.isEmpty() && !this.ended) {
				this.work.awaitUninterruptibly();
			}
			return poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void settle() {
		List<Waiting> finished = new ArrayList<>(0);
		this.lock.lock();
		try {
			this.done++;
			this.waiting.removeIf((one) -> (one.upTo <= this.done) && finished.add(one));
		}
		finally {
			this.lock.unlock();
		}
		finished.forEach((one) -> one.result.succeed());
	}

	/**
	 * Wait for what came in so far.
	 * @return completed when all of it was called, or lost
	 */
	CompletableResultCode drained() {
		this.lock.lock();
		try {
			if (this.done >= this.accepted) {
				return CompletableResultCode.ofSuccess();
			}
			Waiting one = new Waiting(this.accepted, new CompletableResultCode());
			this.waiting.add(one);
			return one.result;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let nobody wait for a call that does not return.
	 */
	void stuck() {
		release(false);
	}

	/**
	 * End at once. What is left is lost.
	 */
	void end() {
		release(true);
		this.worker.interrupt();
	}

	private void release(boolean end) {
		List<Waiting> released;
		long left = 0;
		this.lock.lock();
		try {
			released = List.copyOf(this.waiting);
			this.waiting.clear();
			if (end) {
				this.ended = true;
				left = this.queue.size();
				this.queue.clear();
				this.weight = 0;
				this.done += left;
				this.work.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (left > 0) {
			this.lost.accept(left);
		}
		released.forEach((one) -> one.result.fail());
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

	/**
	 * Somebody waits for the calls up to a certain one.
	 *
	 * @param upTo the number of that call
	 * @param result completed then
	 */
	private record Waiting(long upTo, CompletableResultCode result) {

	}

}
