// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Items that wait for one thread, which takes them in their order. They are bounded by
 * number and by weight: where one does not fit, the oldest are lost, and whoever adds it
 * is told how many, so that each loss is counted.
 *
 * @param <T> the type of item
 */
public final class BoundedQueue<T> {

	private final int capacity;

	private final int batch;

	private final long maxWeight;

	private final ToIntFunction<T> weigher;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final ArrayDeque<T> items = new ArrayDeque<>();

	private final List<Waiting> waiting = new ArrayList<>();

	private long weight;

	private long accepted;

	private long done;

	private boolean closed;

	/**
	 * Create an empty queue.
	 * @param capacity the most items
	 * @param batch how many are worth to be taken before their time
	 * @param maxWeight the most that they weigh together, unless it is a single one
	 * @param weigher tells an item's weight, each time the same
	 */
	public BoundedQueue(int capacity, int batch, long maxWeight, ToIntFunction<T> weigher) {
		this.capacity = capacity;
		this.batch = batch;
		this.maxWeight = maxWeight;
		this.weigher = weigher;
	}

	/**
	 * Add the newest item.
	 * @param item the item
	 * @return how many are lost: the oldest for which there is no room any more, or this
	 * one, where the queue is closed
	 */
	public int add(T item) {
		int lost = 0;
		int own = this.weigher.applyAsInt(item);
		this.lock.lock();
		try {
			if (this.closed) {
				return 1;
			}
			while (!fits(own)) {
				poll();
				this.done++;
				lost++;
			}
			this.items.add(item);
			this.weight += own;
			this.accepted++;
			if (this.items.size() == this.batch || isHeavy()) {
				this.work.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		return lost;
	}

	private boolean fits(int own) {
		return this.items.isEmpty() || (this.items.size() < this.capacity && this.weight + own <= this.maxWeight);
	}

	private boolean isHeavy() {
		return this.weight > this.maxWeight / 2;
	}

	private @Nullable T poll() {
		T item = this.items.poll();
		if (item != null) {
			this.weight -= this.weigher.applyAsInt(item);
		}
		return item;
	}

	/**
	 * Wait for a batch and take it. Whoever takes it says with {@link #settle(int)} when
	 * it is done with.
	 * @param taken where the items go: as many as make a batch and no more than a quarter
	 * of what may wait by weight, but one at least, if there is any
	 * @param due when whatever is there is taken, as {@link System#nanoTime()} tells
	 * @return whether more can come
	 */
	public boolean take(List<T> taken, long due) {
		this.lock.lock();
		try {
			while (!isReady(due)) {
				try {
					this.work.awaitNanos(Math.max(1, due - System.nanoTime()));
				}
				catch (InterruptedException ex) {
					// Whoever gives the queue up has closed it before. Others, such as
					// what is called with the items, mean nothing by it
				}
			}
			long lightest = this.weight - this.maxWeight / 4;
			T item;
			while (taken.size() < this.batch && this.weight > lightest && (item = poll()) != null) {
				taken.add(item);
			}
			return !(this.closed && taken.isEmpty() && this.items.isEmpty());
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isReady(long due) {
		return this.closed || !this.waiting.isEmpty() || this.items.size() >= this.batch || isHeavy()
				|| due - System.nanoTime() <= 0;
	}

	/**
	 * Be done with what was taken.
	 * @param taken how many items
	 */
	public void settle(int taken) {
		List<Waiting> finished = List.of();
		this.lock.lock();
		try {
			this.done += taken;
			if (!this.waiting.isEmpty()) {
				List<Waiting> through = new ArrayList<>();
				this.waiting.removeIf((one) -> (one.upTo <= this.done) && through.add(one));
				finished = through;
			}
		}
		finally {
			this.lock.unlock();
		}
		finished.forEach((one) -> one.result.succeed());
	}

	/**
	 * Have all that came in so far taken, and wait for that.
	 * @return completed when all of it is done with, or lost
	 */
	public CompletableResultCode drained() {
		this.lock.lock();
		try {
			if (this.done >= this.accepted) {
				return CompletableResultCode.ofSuccess();
			}
			Waiting one = new Waiting(this.accepted, new CompletableResultCode());
			this.waiting.add(one);
			this.work.signal();
			return one.result;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let nobody wait any longer.
	 */
	public void release() {
		List<Waiting> released;
		this.lock.lock();
		try {
			released = List.copyOf(this.waiting);
			this.waiting.clear();
		}
		finally {
			this.lock.unlock();
		}
		released.forEach((one) -> one.result.fail());
	}

	/**
	 * Take nothing more in. What is there is still to be taken.
	 */
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take nothing more in, and give up what is there.
	 * @return how many items are lost
	 */
	public int abandon() {
		this.lock.lock();
		try {
			this.closed = true;
			int left = this.items.size();
			this.items.clear();
			this.weight = 0;
			this.done += left;
			this.work.signal();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return how many items wait.
	 * @return the number of items
	 */
	public int size() {
		this.lock.lock();
		try {
			return this.items.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Somebody waits for the items up to a certain one.
	 *
	 * @param upTo the number of that item
	 * @param result completed then
	 */
	private record Waiting(long upTo, CompletableResultCode result) {

	}

}
