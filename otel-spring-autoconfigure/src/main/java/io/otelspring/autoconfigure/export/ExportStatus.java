// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.trace.SpanProcessor;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.transport.ServerTime;

/**
 * The exporters of an application and what became of their items.
 */
public final class ExportStatus {

	private final List<ExporterStatus> exporters = new CopyOnWriteArrayList<>();

	private final Map<String, Outage> outages = new ConcurrentHashMap<>();

	private final ServerTime serverTime = new ServerTime();

	private final List<ExportListener> listeners;

	private final @Nullable SpanWatch spanWatch;

	/**
	 * Create the status where nobody listens.
	 */
	public ExportStatus() {
		this(List.of(), null);
	}

	/**
	 * Create the status.
	 * @param listeners those who want to see what is exported
	 * @param spanWatch who wants to see spans begin and end, or {@code null}
	 */
	public ExportStatus(List<ExportListener> listeners, @Nullable SpanWatch spanWatch) {
		this.listeners = listeners;
		this.spanWatch = spanWatch;
	}

	ExporterStatus add(Signal signal, String name, @Nullable String protocol, @Nullable String endpoint) {
		Outage outage = this.outages.computeIfAbsent(Endpoint.receiver(name, endpoint), Outage::new);
		ExporterStatus status = new ExporterStatus(signal, name, protocol, endpoint, outage);
		if (of(signal).isEmpty()) {
			status.heardBy(this.listeners);
		}
		this.exporters.add(status);
		return status;
	}

	/**
	 * Let spans be watched where the first of their exporters gets them.
	 * @param account the exporter's account
	 * @param processor what hands the spans to it
	 * @return the processor, watched or as it is
	 */
	SpanProcessor watched(ExporterStatus account, SpanProcessor processor) {
		boolean first = of(Signal.TRACES).indexOf(account) == 0;
		return (this.spanWatch != null && first) ? new WatchedSpans(processor, this.spanWatch) : processor;
	}

	/**
	 * Return what is known of the clocks of those who receive.
	 * @return their time
	 */
	public ServerTime serverTime() {
		return this.serverTime;
	}

	/**
	 * Return the exporters of one signal.
	 * @param signal the signal
	 * @return its exporters
	 */
	public List<ExporterStatus> of(Signal signal) {
		return this.exporters.stream().filter((status) -> status.signal() == signal).toList();
	}

	/**
	 * Return all exporters.
	 * @return the exporters
	 */
	public List<ExporterStatus> all() {
		return List.copyOf(this.exporters);
	}

	/**
	 * Count items that no exporter gets, since a processor before them blocks.
	 * @param signal the signal
	 * @param items how many
	 */
	public void withhold(Signal signal, long items) {
		for (ExporterStatus exporter : this.exporters) {
			if (exporter.signal() == signal) {
				exporter.account().withhold(items);
			}
		}
	}

	/**
	 * Return whether to wait for exports is in vain: all destinations are known to be
	 * out, and for none of them there is a delivery, which limits the wait by itself.
	 * @return whether an export is likely to be in vain
	 */
	public boolean unreachable() {
		List<ExporterStatus> sent = this.exporters.stream().filter((exporter) -> !exporter.isFetched()).toList();
		return !sent.isEmpty() && sent.stream().allMatch((exporter) -> exporter.isOut() && !exporter.isDelivered());
	}

}
