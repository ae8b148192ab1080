// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;

/**
 * Gathers items into batches and exports them, one batch at a time, on a thread of its
 * own. Unlike the SDK's batch processors it drops the oldest item where one does not fit,
 * by number or by weight, counts each loss, and can be given up at a deadline.
 *
 * @param <T> the type of item
 */
final class BatchQueue<T> {

	private static final Log logger = LogFactory.getLog(BatchQueue.class);

	private final BatchSettings settings;

	private final Function<List<T>, CompletableResultCode> exporter;

	private final ExporterStatus status;

	private final ToIntFunction<T> weigher;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition work = this.lock.newCondition();

	private final ArrayDeque<T> queue = new ArrayDeque<>();

	private final List<Flush> flushes = new ArrayList<>();

	private final CompletableResultCode stopped = new CompletableResultCode();

	private volatile boolean overflowed;

	private boolean overflowReported;

	private final Thread worker;

	private long weight;

	private long accepted;

	private long done;

	private boolean stopping;

	/**
	 * Create a queue, and start its thread.
	 * @param name the thread's name
	 * @param settings the limits and times
	 * @param status where losses are counted
	 * @param weigher tells an item's weight, each time the same
	 * @param exporter exports a batch
	 */
	BatchQueue(String name, BatchSettings settings, ExporterStatus status, ToIntFunction<T> weigher,
			Function<List<T>, CompletableResultCode> exporter) {
		this.settings = settings;
		this.status = status;
		this.weigher = weigher;
		this.exporter = exporter;
		this.worker = ExportThread.create(name, this::run);
		status.queuedBy(this::size, settings.maxQueue());
		this.worker.start();
	}

	void add(T item) {
		int overflow = 0;
		int own = this.weigher.applyAsInt(item);
		this.lock.lock();
		try {
			if (this.stopping) {
				overflow++;
			}
			else {
				while (!fits(own)) {
					poll();
					this.done++;
					overflow++;
				}
				this.queue.add(item);
				this.weight += own;
				this.accepted++;
				if (this.queue.size() == this.settings.maxBatch() || isHeavy()) {
					this.work.signal();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (overflow > 0) {
			this.status.drop(overflow);
			this.overflowed = true;
		}
	}

	private boolean fits(int own) {
		return this.queue.isEmpty()
				|| (this.queue.size() < this.settings.maxQueue() && this.weight + own <= this.settings.maxWeight());
	}

	private boolean isHeavy() {
		return this.weight > this.settings.maxWeight() / 2;
	}

	private @Nullable T poll() {
		T item = this.queue.poll();
		if (item != null) {
			this.weight -= this.weigher.applyAsInt(item);
		}
		return item;
	}

	/**
	 * Say that more comes in than an exporter takes which does work. Where it does not,
	 * the outage has been said already.
	 * @param working whether the exporter works
	 */
	private void reportOverflow(boolean working) {
		this.overflowed = false;
		if (working && !this.overflowReported) {
			this.overflowReported = true;
			logger.warn("More " + this.status.signal().items() + " come in than exporter '" + this.status.name()
					+ "' takes; the oldest are dropped and counted. The queue holds " + this.settings.maxQueue() + " ("
					+ this.status.signal().batchPrefix() + "max.queue.size)" + this.settings.weightLimit()
					+ ". This is said once.");
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.queue.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Export everything that came in so far.
	 * @return completed when that has been tried
	 */
	CompletableResultCode flush() {
		Flush flush = new Flush();
		this.lock.lock();
		try {
			if (this.done >= this.accepted) {
				return CompletableResultCode.ofSuccess();
			}
			flush.upTo = this.accepted;
			this.flushes.add(flush);
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		return flush.result;
	}

	/**
	 * Take nothing more in, and end when everything has been tried.
	 * @return completed at the end
	 */
	CompletableResultCode stop() {
		this.lock.lock();
		try {
			this.stopping = true;
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		return this.stopped;
	}

	/**
	 * End at once. What is left is counted as dropped.
	 */
	void abandon() {
		int left;
		this.lock.lock();
		try {
			this.stopping = true;
			left = this.queue.size();
			this.queue.clear();
			this.weight = 0;
			this.done += left;
			this.work.signal();
		}
		finally {
			this.lock.unlock();
		}
		this.status.drop(left);
		this.status.account().abandonPending();
		this.worker.interrupt();
	}

	private void run() {
		List<T> batch = new ArrayList<>(this.settings.maxBatch());
		long lastExport = System.nanoTime();
		while (true) {
			boolean more = take(batch, lastExport + this.settings.delay().toNanos());
			if (!batch.isEmpty()) {
				export(batch);
			}
			settle(batch.size());
			batch.clear();
			lastExport = System.nanoTime();
			if (!more) {
				this.stopped.succeed();
				return;
			}
		}
	}

	/**
	 * Wait for a batch and take it.
	 * @param batch where the items go
	 * @param due when whatever is there is taken, as {@link System#nanoTime()} tells
	 * @return whether more can come
	 */
	private boolean take(List<T> batch, long due) {
		this.lock.lock();
		try {
			while (!ready(due)) {
				try {
					this.work.awaitNanos(Math.max(1, due - System.nanoTime()));
				}
				catch (InterruptedException ex) {
					// Only abandon() interrupts, and it has set the flag
				}
			}
			// A heavy batch could be larger than a receiver takes
			long lightest = this.weight - this.settings.maxWeight() / 4;
			T item;
			while (batch.size() < this.settings.maxBatch() && this.weight > lightest && (item = poll()) != null) {
				batch.add(item);
			}
			return !(this.stopping && batch.isEmpty() && this.queue.isEmpty());
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean ready(long due) {
		return this.stopping || !this.flushes.isEmpty() || this.queue.size() >= this.settings.maxBatch() || isHeavy()
				|| due - System.nanoTime() <= 0;
	}

	private void export(List<T> batch) {
		boolean failing = this.status.failing();
		boolean exported = false;
		try {
			exported = this.exporter.apply(batch)
				.join(this.settings.timeout().toNanos(), TimeUnit.NANOSECONDS)
				.isSuccess();
		}
		catch (Throwable ex) {
			// The exporter's wrapper has counted it. The thread must live on.
			logger.debug("Exporter '" + this.status.name() + "' threw an exception", ex);
		}
		if (this.overflowed) {
			reportOverflow(exported && !failing);
		}
	}

	private void settle(int items) {
		List<Flush> finished = new ArrayList<>();
		this.lock.lock();
		try {
			this.done += items;
			this.flushes.removeIf((flush) -> (flush.upTo <= this.done) && finished.add(flush));
		}
		finally {
			this.lock.unlock();
		}
		finished.forEach((flush) -> flush.result.succeed());
	}

	/**
	 * Somebody waits for the items up to a certain one.
	 */
	private static final class Flush {

		private final CompletableResultCode result = new CompletableResultCode();

		private long upTo;

	}

}
