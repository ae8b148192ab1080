// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

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

	private final BoundedQueue<T> queue;

	private final CompletableResultCode stopped = new CompletableResultCode();

	private volatile boolean overflowed;

	private boolean overflowReported;

	private final Thread worker;

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
		// A batch of a quarter of all that may wait: a heavier one could be larger than a
		// receiver takes
		this.queue = new BoundedQueue<>(settings.maxQueue(), settings.maxBatch(), settings.maxWeight(), weigher);
		this.exporter = exporter;
		this.worker = ExportThread.create(name, this::run);
		status.queuedBy(this.queue::size, settings.maxQueue());
		this.worker.start();
	}

	void add(T item) {
		int lost = this.queue.add(item);
		if (lost > 0) {
			this.status.drop(lost);
			this.overflowed = true;
		}
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

	/**
	 * Export everything that came in so far.
	 * @return completed when that has been tried
	 */
	CompletableResultCode flush() {
		return this.queue.drained();
	}

	/**
	 * Take nothing more in, and end when everything has been tried.
	 * @return completed at the end
	 */
	CompletableResultCode stop() {
		this.queue.close();
		return this.stopped;
	}

	/**
	 * End at once. What is left is counted as dropped.
	 */
	void abandon() {
		this.status.drop(this.queue.abandon());
		this.status.account().abandonPending();
		this.worker.interrupt();
	}

	private void run() {
		List<T> batch = new ArrayList<>(this.settings.maxBatch());
		long lastExport = System.nanoTime();
		while (this.queue.take(batch, lastExport + this.settings.delay().toNanos())) {
			if (!batch.isEmpty()) {
				export(batch);
			}
			this.queue.settle(batch.size());
			batch.clear();
			lastExport = System.nanoTime();
		}
		this.queue.settle(0);
		this.stopped.succeed();
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

}
