// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Locale;

/**
 * The three kinds of telemetry.
 */
public enum Signal {

	/** Spans. */
	TRACES("spans", "otel.bsp."),

	/** Metric data points. */
	METRICS("data points", "otel.metric."),

	/** Log records. */
	LOGS("log records", "otel.blrp.");

	private final String items;

	private final String batchPrefix;

	Signal(String items, String batchPrefix) {
		this.items = items;
		this.batchPrefix = batchPrefix;
	}

	/**
	 * Return the signal's name as it stands in properties.
	 * @return {@code traces}, {@code metrics} or {@code logs}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the property that lists the signal's exporters.
	 * @return its name
	 */
	public String exporterProperty() {
		return "otel." + id() + ".exporter";
	}

	/**
	 * Return the property that limits the time of an export.
	 * @return its name
	 */
	public String exportTimeoutProperty() {
		return this.batchPrefix + "export.timeout";
	}

	String items() {
		return this.items;
	}

	String batchPrefix() {
		return this.batchPrefix;
	}

}
