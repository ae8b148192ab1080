// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import org.jspecify.annotations.Nullable;

/**
 * What exporters send, and with that how receivers answer.
 */
enum Wire {

	/** OTLP as protobuf. */
	OTLP("otlp"),

	/** Zipkin's JSON. */
	ZIPKIN("zipkin");

	private final String exporter;

	Wire(String exporter) {
		this.exporter = exporter;
	}

	/**
	 * Find what an exporter sends.
	 * @param exporter the exporter's type
	 * @return what it sends, or {@code null} if it sends for itself
	 */
	static @Nullable Wire of(String exporter) {
		for (Wire wire : values()) {
			if (wire.exporter.equals(exporter)) {
				return wire;
			}
		}
		return null;
	}

	/**
	 * Return the exporter, as properties name it.
	 * @return its type
	 */
	String exporter() {
		return this.exporter;
	}

	/**
	 * Count the items of a serialised batch. That is right whatever a customized exporter
	 * did to the batch before.
	 * @param signal {@code traces}, {@code metrics} or {@code logs}
	 * @param body the batch
	 * @return the number of spans, data points or log records
	 */
	int items(String signal, byte[] body) {
		return switch (this) {
			case OTLP -> OtlpItems.count(signal, body);
			case ZIPKIN -> ZipkinItems.count(body);
		};
	}

}
