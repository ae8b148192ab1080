// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items that one exporter was given. Every item is counted once: as
 * exported, as failed (refused for good) or as dropped (it did not fit, or found no
 * time).
 */
final class ItemAccount {

	private final ExporterStatus exporter;

	private final Outage outage;

	private final LongAdder exported = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder handed = new LongAdder();

	private final LongAdder unqueued = new LongAdder();

	private final LongAdder withheld = new LongAdder();

	private final ExportErrors errors = new ExportErrors();

	private final Set<ExportAttempt> pending = ConcurrentHashMap.newKeySet();

	private final ExportHealth health = new ExportHealth();

	private volatile Operations operations = (nanos, error, status) -> {
	};

	/**
	 * Create an account with nothing in it.
	 * @param exporter whose account it is
	 * @param outage is told how the destination fares
	 */
	ItemAccount(ExporterStatus exporter, Outage outage) {
		this.exporter = exporter;
		this.outage = outage;
	}

	/**
	 * Give items to the exporter, and count them when its answer is known. Those that it
	 * hands to the delivery are counted by that.
	 * @param items how many
	 * @param export gives them
	 * @param timeout the longest wait for the answer, or {@code null} if the caller waits
	 * @return the exporter's answer, a failure where it threw an exception or gave none
	 * in time
	 */
	CompletableResultCode export(int items, Supplier<CompletableResultCode> export, @Nullable Duration timeout) {
		ExportAttempt attempt = new ExportAttempt(this, items);
		this.handed.add(items);
		this.pending.add(attempt);
		CompletableResultCode result;
		ExportAttempt outer = ExportAttempt.enter(attempt);
		try {
			result = export.get();
		}
		catch (Throwable ex) {
			attempt.failed(ex);
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
		finally {
			ExportAttempt.exit(outer);
		}
		return attempt.answer(result, timeout);
	}

	/**
	 * Count items that found no place in the queue, or no time to leave it.
	 * @param items how many
	 */
	void drop(long items) {
		if (items > 0) {
			this.unqueued.add(items);
			this.dropped.add(items);
			this.outage.lost(items);
		}
	}

	/**
	 * Count items that a processor before the queue did not let pass.
	 * @param items how many
	 */
	void withhold(long items) {
		this.withheld.add(items);
		this.dropped.add(items);
	}

	/**
	 * Count items that somebody fetched.
	 * @param items how many
	 */
	void fetched(int items) {
		this.handed.add(items);
		this.exported.add(items);
		this.health.succeeded();
	}

	/**
	 * Count what is still with the exporter as dropped, since nobody waits any longer.
	 */
	void abandonPending() {
		this.pending.forEach(ExportAttempt::abandoned);
	}

	/**
	 * End an attempt.
	 * @param attempt the attempt
	 * @return whether it had not ended before
	 */
	boolean end(ExportAttempt attempt) {
		return this.pending.remove(attempt);
	}

	boolean isPending(ExportAttempt attempt) {
		return this.pending.contains(attempt);
	}

	void succeeded(long items, long nanos, @Nullable String error, @Nullable String status) {
		this.exported.add(items);
		this.health.succeeded();
		this.outage.answered(this.exporter);
		this.operations.ended(nanos, error, status);
	}

	void failed(long items, String message, long nanos) {
		this.failed.add(items);
		this.errors.add(ExportErrors.OTHER, items);
		this.health.failed(message);
		this.outage.failed(this.exporter, message, items);
		this.operations.ended(nanos, ExportErrors.OTHER, null);
	}

	void refused(long items, String message, String error, long nanos, @Nullable String status) {
		this.failed.add(items);
		this.errors.add(error, items);
		this.health.failed(message);
		this.outage.refused(this.exporter, message, items);
		this.operations.ended(nanos, error, status);
	}

	void rejected(long items, String message) {
		this.failed.add(items);
		this.errors.add(ExportErrors.REJECTED, items);
		this.health.failed(message);
		this.outage.lost(items);
	}

	void postponed(String message) {
		this.health.failed(message);
		this.outage.failed(this.exporter, message, 0);
	}

	/**
	 * Count items that were with the exporter and found no time or room.
	 * @param items how many
	 * @param error why
	 */
	void givenUp(long items, String error) {
		if (items > 0) {
			this.dropped.add(items);
			this.errors.add(error, items);
			this.outage.lost(items);
		}
	}

	/**
	 * Let somebody know of each operation that ends.
	 * @param operations who is told
	 */
	void operations(Operations operations) {
		this.operations = operations;
	}

	long exported() {
		return this.exported.sum();
	}

	long failed() {
		return this.failed.sum();
	}

	long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Return how many items were given to the exporter.
	 * @return the number of items
	 */
	long handed() {
		return this.handed.sum();
	}

	/**
	 * Return how many items did not get as far as the exporter.
	 * @return the number of items
	 */
	long unqueued() {
		return this.unqueued.sum();
	}

	/**
	 * Return how many items a processor before the queue did not let pass.
	 * @return the number of items
	 */
	long withheld() {
		return this.withheld.sum();
	}

	/**
	 * Return how many items the exporter has not answered for, and has not handed on.
	 * @return the number of items
	 */
	long pendingItems() {
		long items = 0;
		for (ExportAttempt attempt : this.pending) {
			items += attempt.items();
		}
		return items;
	}

	ExportErrors errors() {
		return this.errors;
	}

	ExportHealth health() {
		return this.health;
	}

	/**
	 * Is told of each operation of the exporter that ends.
	 */
	@FunctionalInterface
	interface Operations {

		/**
		 * An operation ended.
		 * @param nanos how long it took, with all attempts
		 * @param error why it failed, or {@code null} if it did not
		 * @param status the destination's status, if it is known
		 */
		void ended(long nanos, @Nullable String error, @Nullable String status);

	}

}
