// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.zipkin.ZipkinSpanExporter;

/**
 * What became of the items that one exporter was given. Every item is counted once: as
 * exported, as failed (refused for good) or as dropped (it did not fit, or found no
 * time).
 */
public final class ExporterStatus {

	private static final Log logger = LogFactory.getLog(ExporterStatus.class);

	private final Signal signal;

	private final String name;

	private final @Nullable String protocol;

	private volatile @Nullable String endpoint;

	private volatile boolean fetched;

	private final Outage outage;

	private final LongAdder exported = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder handed = new LongAdder();

	private final LongAdder unqueued = new LongAdder();

	private final LongAdder withheld = new LongAdder();

	private final ExportErrors errors = new ExportErrors();

	private final Set<ExportAttempt> pending = ConcurrentHashMap.newKeySet();

	private final DeliveredItems delivery = new DeliveredItems(this);

	private volatile String component = "";

	private volatile @Nullable Supplier<CompletableResultCode> flush;

	private volatile Operations operations = (nanos, error, status) -> {
	};

	private volatile @Nullable LongSupplier queued;

	private volatile long capacity;

	private final ExportHealth health = new ExportHealth();

	private volatile List<ExportListener> listeners = List.of();

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
		this.handed.add(items);
		this.exported.add(items);
		this.health.succeeded();
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

	/**
	 * Return whether items leave by OTLP.
	 * @return whether they do
	 */
	public boolean isOtlp() {
		return "http/protobuf".equals(this.protocol) || "grpc".equals(this.protocol);
	}

	boolean isZipkin() {
		return Endpoint.ZIPKIN.equals(this.protocol);
	}

	boolean isOut() {
		return this.outage.isOngoing();
	}

	void heardBy(List<ExportListener> listeners) {
		this.listeners = listeners;
	}

	/**
	 * Show the listeners what is about to be exported.
	 * @param batch shows it to one
	 */
	void announce(Consumer<ExportListener> batch) {
		for (ExportListener listener : this.listeners) {
			try {
				batch.accept(listener);
			}
			catch (Throwable ex) {
				logger.debug("A listener failed on a batch of " + this.signal.items(), ex);
			}
		}
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
		this.outage.answered(this);
		this.operations.ended(nanos, error, status);
	}

	void failed(long items, String message, long nanos) {
		this.failed.add(items);
		this.errors.add(ExportErrors.OTHER, items);
		this.health.failed(message);
		this.outage.failed(this, message, items);
		this.operations.ended(nanos, ExportErrors.OTHER, null);
	}

	void refused(long items, String message, String error, long nanos, @Nullable String status) {
		this.failed.add(items);
		this.errors.add(error, items);
		this.health.failed(message);
		this.outage.refused(this, message, items);
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
		this.outage.failed(this, message, 0);
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
	 * Return where the delivery of this exporter's batches counts their items.
	 * @return the account
	 */
	public DeliveryAccount delivery() {
		return this.delivery;
	}

	/**
	 * Take note that what the exporter is given goes to the delivery.
	 * @param flush begins to wait for it
	 */
	public void deliveredBy(Supplier<CompletableResultCode> flush) {
		this.flush = flush;
	}

	/**
	 * Wait for the delivery of what the exporter was given.
	 * @return completed when all was sent, or tried in vain
	 */
	CompletableResultCode flush() {
		Supplier<CompletableResultCode> flush = this.flush;
		return (flush != null) ? flush.get() : CompletableResultCode.ofSuccess();
	}

	/**
	 * Return whether what the exporter is given goes to the delivery, which keeps what
	 * does not arrive.
	 * @return whether it does, rather than being sent by the exporter itself
	 */
	boolean isDelivered() {
		return this.flush != null;
	}

	/**
	 * Let somebody know of each operation that ends.
	 * @param operations who is told
	 */
	void operations(Operations operations) {
		this.operations = operations;
	}

	/**
	 * Tell what the exporter is.
	 * @param exporter the exporter
	 */
	void exporter(Object exporter) {
		String type = exporter.getClass().getName();
		this.component = (exporter instanceof ZipkinSpanExporter
				|| type.startsWith("io.opentelemetry.exporter.zipkin.")) ? "zipkin_http_span_exporter" : type;
	}

	/**
	 * Return what the exporter is, as metrics name it.
	 * @return the type that the semantic conventions have for it, or its class
	 */
	String component() {
		return this.component;
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
	 * Return how many items are with the exporter.
	 * @return the number of items
	 */
	long inFlight() {
		long items = this.delivery.held();
		for (ExportAttempt attempt : this.pending) {
			items += attempt.items();
		}
		return items;
	}

	/**
	 * Return how many items a processor before the queue did not let pass.
	 * @return the number of items
	 */
	long withheld() {
		return this.withheld.sum();
	}

	ExportErrors errors() {
		return this.errors;
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
	 * Return the receiver, which is the same for all signals that go to one place.
	 * @return scheme, host and port, or the exporter's name
	 */
	public String receiver() {
		return this.outage.destination();
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
		return waiting() + inFlight();
	}

	/**
	 * Return how many items wait in the queue before the exporter.
	 * @return the number of items
	 */
	long waiting() {
		LongSupplier waiting = this.queued;
		return (waiting != null) ? waiting.getAsLong() : 0;
	}

	/**
	 * Return when items were last exported.
	 * @return the time or {@code null} if none were
	 */
	public @Nullable Instant lastSuccess() {
		return this.health.lastSuccess();
	}

	/**
	 * Return how the last failed export failed.
	 * @return the failure or {@code null} if none failed
	 */
	public @Nullable Failure lastError() {
		return this.health.lastError();
	}

	/**
	 * Return whether the last export failed.
	 * @return whether it failed
	 */
	public boolean failing() {
		return this.health.failing();
	}

	/**
	 * Return when the first of the exports failed that have failed since one worked.
	 * @return the time or {@code null} if the last export worked
	 */
	public @Nullable Instant failingSince() {
		return this.health.failingSince();
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
