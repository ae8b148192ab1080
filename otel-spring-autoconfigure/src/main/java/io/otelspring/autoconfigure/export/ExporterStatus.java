// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * What became of the items that one exporter was given. Every item is counted once: as
 * exported, as failed (refused for good) or as dropped (it did not fit, or found no
 * time).
 */
public final class ExporterStatus {

	private final Signal signal;

	private final String name;

	private final @Nullable String protocol;

	private volatile @Nullable String endpoint;

	private volatile boolean fetched;

	private final Outage outage;

	private final LongAdder exported = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final Set<Attempt> pending = ConcurrentHashMap.newKeySet();

	private volatile @Nullable LongSupplier queued;

	private volatile long capacity;

	private volatile @Nullable Instant lastSuccess;

	private volatile @Nullable Failure lastError;

	ExporterStatus(Signal signal, String name, @Nullable String protocol, @Nullable String endpoint, Outage outage) {
		this.signal = signal;
		this.name = name;
		this.protocol = protocol;
		this.endpoint = endpoint;
		this.outage = outage;
	}

	/**
	 * Say where items are fetched, rather than exported to.
	 * @param address the address
	 */
	void fetchedAt(String address) {
		this.endpoint = address;
	}

	/**
	 * Count items that somebody fetched.
	 * @param items how many
	 */
	void fetched(int items) {
		this.exported.add(items);
		this.lastSuccess = Instant.now();
	}

	/**
	 * Say that items are fetched, so that there is nobody who could be out of reach.
	 */
	void letFetch() {
		this.fetched = true;
	}

	boolean isFetched() {
		return this.fetched;
	}

	boolean isOut() {
		return this.outage.isOngoing();
	}

	private Attempt begin(int items) {
		Attempt attempt = new Attempt(items);
		this.pending.add(attempt);
		return attempt;
	}

	/**
	 * Give items to the exporter, and count them when its answer is known.
	 * @param items how many
	 * @param export gives them
	 * @return the exporter's answer, a failure where it threw an exception
	 */
	CompletableResultCode export(int items, Supplier<CompletableResultCode> export) {
		return export(items, export, null);
	}

	/**
	 * Give items to the exporter, and count them when its answer is known.
	 * @param items how many
	 * @param export gives them
	 * @param timeout the longest wait for the answer, or {@code null} if the caller waits
	 * @return the exporter's answer, a failure where it threw an exception or gave none
	 * in time
	 */
	CompletableResultCode export(int items, Supplier<CompletableResultCode> export, @Nullable Duration timeout) {
		Attempt attempt = begin(items);
		CompletableResultCode result;
		try {
			result = export.get();
		}
		catch (Throwable ex) {
			attempt.failed(ex);
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
		CompletableResultCode answer = new CompletableResultCode();
		result.whenComplete(() -> {
			if (result.isSuccess()) {
				attempt.succeeded();
				answer.succeed();
			}
			else {
				attempt.failed(result.getFailureThrowable());
				answer.failExceptionally(result.getFailureThrowable());
			}
		});
		if (timeout != null && !answer.isDone()) {
			CompletableFuture<@Nullable Void> deadline = new CompletableFuture<>();
			deadline.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS).exceptionallyAsync((ex) -> {
				TimeoutException late = new TimeoutException("no answer within " + timeout.toMillis() + " ms");
				attempt.failed(late);
				answer.failExceptionally(late);
				return null;
			});
			// Whoever waits for the deadline keeps the exporter, and all that it knows.
			answer.whenComplete(() -> deadline.complete(null));
		}
		return answer;
	}

	void drop(long items) {
		if (items > 0) {
			this.dropped.add(items);
			this.outage.lost(items);
		}
	}

	/**
	 * Count what is still with the exporter as dropped, since nobody waits any longer.
	 */
	void abandonPending() {
		this.pending.forEach(Attempt::abandoned);
	}

	void queuedBy(LongSupplier queued, long capacity) {
		this.capacity = capacity;
		this.queued = queued;
	}

	/**
	 * Return how many items its queue holds.
	 * @return the number of items, 0 if there is no queue
	 */
	long capacity() {
		return this.capacity;
	}

	/**
	 * Return whether items wait in a queue, rather than being exported each at once.
	 * @return whether there is a queue
	 */
	boolean hasQueue() {
		return this.queued != null;
	}

	/**
	 * Return the signal.
	 * @return the signal
	 */
	public Signal signal() {
		return this.signal;
	}

	/**
	 * Return the exporter's name.
	 * @return the name as configured, or a bean's name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the OTLP protocol.
	 * @return the protocol or {@code null} if the exporter has none
	 */
	public @Nullable String protocol() {
		return this.protocol;
	}

	/**
	 * Return the address that the exporter sends to.
	 * @return the address or {@code null} if the exporter has none that is known
	 */
	public @Nullable String endpoint() {
		return this.endpoint;
	}

	/**
	 * Return how many items were exported.
	 * @return the number of items
	 */
	public long exported() {
		return this.exported.sum();
	}

	/**
	 * Return how many items were refused for good.
	 * @return the number of items
	 */
	public long failed() {
		return this.failed.sum();
	}

	/**
	 * Return how many items did not fit, or found no time.
	 * @return the number of items
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Return how many items wait, or are on their way.
	 * @return the number of items
	 */
	public long queued() {
		long onTheWay = 0;
		for (Attempt attempt : this.pending) {
			onTheWay += attempt.items;
		}
		LongSupplier waiting = this.queued;
		return (waiting != null) ? waiting.getAsLong() + onTheWay : onTheWay;
	}

	/**
	 * Return when items were last exported.
	 * @return the time or {@code null} if none were
	 */
	public @Nullable Instant lastSuccess() {
		return this.lastSuccess;
	}

	/**
	 * Return how the last failed export failed.
	 * @return the failure or {@code null} if none failed
	 */
	public @Nullable Failure lastError() {
		return this.lastError;
	}

	/**
	 * Return whether the last export failed.
	 * @return whether it failed
	 */
	public boolean failing() {
		Failure error = this.lastError;
		Instant success = this.lastSuccess;
		return error != null && (success == null || success.isBefore(error.time()));
	}

	/**
	 * A failed export.
	 *
	 * @param time when it failed
	 * @param message why, as far as it is known
	 */
	public record Failure(Instant time, String message) {

	}

	/**
	 * Items that were given to the exporter. It ends once, whoever ends it first.
	 */
	final class Attempt {

		private final int items;

		private final AtomicBoolean ended = new AtomicBoolean();

		private Attempt(int items) {
			this.items = items;
		}

		void succeeded() {
			if (end()) {
				ExporterStatus.this.exported.add(this.items);
				ExporterStatus.this.lastSuccess = Instant.now();
				ExporterStatus.this.outage.succeeded();
			}
		}

		void failed(@Nullable Throwable cause) {
			if (end()) {
				String message = FailureMessage.of(cause);
				ExporterStatus.this.failed.add(this.items);
				ExporterStatus.this.lastError = new Failure(Instant.now(), message);
				ExporterStatus.this.outage.failed(message, this.items);
			}
		}

		private void abandoned() {
			if (end()) {
				drop(this.items);
			}
		}

		private boolean end() {
			return this.ended.compareAndSet(false, true) && ExporterStatus.this.pending.remove(this);
		}

	}

}
