// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * One exporter: what it is, what waits before it, and what became of the items that it
 * was given.
 */
public final class ExporterStatus {

	private final Signal signal;

	private final String name;

	private final @Nullable String protocol;

	private volatile @Nullable String endpoint;

	private volatile boolean fetched;

	private final Outage outage;

	private final ItemAccount account;

	private final DeliveredItems delivery;

	private volatile String component = "";

	private volatile @Nullable Supplier<CompletableResultCode> flush;

	private volatile @Nullable LongSupplier queued;

	private volatile long capacity;

	private volatile ExportListeners listeners;

	ExporterStatus(Signal signal, String name, @Nullable String protocol, @Nullable String endpoint, Outage outage) {
		this.signal = signal;
		this.name = name;
		this.protocol = protocol;
		this.endpoint = endpoint;
		this.outage = outage;
		this.account = new ItemAccount(this, outage);
		this.delivery = new DeliveredItems(this);
		this.listeners = new ExportListeners(signal, List.of());
	}

	/**
	 * Return where items are counted.
	 * @return the account
	 */
	ItemAccount account() {
		return this.account;
	}

	/**
	 * Say where items are fetched, rather than exported to.
	 * @param address the address
	 */
	void fetchedAt(String address) {
		this.endpoint = address;
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
		this.listeners = new ExportListeners(this.signal, listeners);
	}

	ExportListeners listeners() {
		return this.listeners;
	}

	/**
	 * Give items to the exporter, and count them when its answer is known.
	 * @param items how many
	 * @param export gives them
	 * @return the exporter's answer, a failure where it threw an exception
	 */
	CompletableResultCode export(int items, Supplier<CompletableResultCode> export) {
		return this.account.export(items, export, null);
	}

	/**
	 * Give items to the exporter, and count them when its answer is known.
	 * @param items how many
	 * @param export gives them
	 * @param timeout the longest wait for the answer
	 * @return the exporter's answer, a failure where it threw an exception or gave none
	 * in time
	 */
	CompletableResultCode export(int items, Supplier<CompletableResultCode> export, Duration timeout) {
		return this.account.export(items, export, timeout);
	}

	/**
	 * Count items that found no place in the queue, or no time to leave it.
	 * @param items how many
	 */
	void drop(long items) {
		this.account.drop(items);
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
	 * Tell what the exporter is.
	 * @param exporter the exporter
	 */
	void exporter(Object exporter) {
		this.component = ExporterComponent.typeOf(exporter);
	}

	/**
	 * Return what the exporter is, as metrics name it.
	 * @return the type that the semantic conventions have for it, or its class
	 */
	String component() {
		return this.component;
	}

	/**
	 * Return how many items are with the exporter.
	 * @return the number of items
	 */
	long inFlight() {
		return this.delivery.held() + this.account.pendingItems();
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
		return this.account.exported();
	}

	/**
	 * Return how many items were refused for good.
	 * @return the number of items
	 */
	public long failed() {
		return this.account.failed();
	}

	/**
	 * Return how many items did not fit, or found no time.
	 * @return the number of items
	 */
	public long dropped() {
		return this.account.dropped();
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
		return this.account.health().lastSuccess();
	}

	/**
	 * Return how the last failed export failed.
	 * @return the failure or {@code null} if none failed
	 */
	public @Nullable Failure lastError() {
		return this.account.health().lastError();
	}

	/**
	 * Return whether the last export failed.
	 * @return whether it failed
	 */
	public boolean failing() {
		return this.account.health().failing();
	}

	/**
	 * Return when the first of the exports failed that have failed since one worked.
	 * @return the time or {@code null} if the last export worked
	 */
	public @Nullable Instant failingSince() {
		return this.account.health().failingSince();
	}

	/**
	 * A failed export.
	 *
	 * @param time when it failed
	 * @param message why, as far as it is known
	 */
	public record Failure(Instant time, String message) {

	}

}
