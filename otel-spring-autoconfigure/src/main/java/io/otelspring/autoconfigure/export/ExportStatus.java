// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * The exporters of an application and what became of their items.
 */
public final class ExportStatus {

	private final List<ExporterStatus> exporters = new CopyOnWriteArrayList<>();

	private final Map<String, Outage> outages = new ConcurrentHashMap<>();

	ExporterStatus add(Signal signal, String name, @Nullable String protocol, @Nullable String endpoint) {
		Outage outage = this.outages.computeIfAbsent(Endpoint.receiver(name, endpoint), Outage::new);
		ExporterStatus status = new ExporterStatus(signal, name, protocol, endpoint, outage);
		this.exporters.add(status);
		return status;
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
	 * Return whether to wait for exports is in vain: all destinations are known to be
	 * out, and none is OTLP's, whose delivery limits the wait by itself.
	 * @return whether an export is likely to be in vain
	 */
	public boolean unreachable() {
		return !this.outages.isEmpty() && this.outages.values().stream().allMatch(Outage::isOngoing)
				&& this.exporters.stream().allMatch((exporter) -> exporter.protocol() == null);
	}

}
