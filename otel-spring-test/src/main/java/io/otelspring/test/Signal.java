// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.Arrays;
import java.util.Optional;

/**
 * A kind of telemetry, and where the protocol expects it.
 */
public enum Signal {

	/**
	 * Spans.
	 */
	TRACES("/v1/traces", "opentelemetry.proto.collector.trace.v1.TraceService"),

	/**
	 * Metrics.
	 */
	METRICS("/v1/metrics", "opentelemetry.proto.collector.metrics.v1.MetricsService"),

	/**
	 * Log records.
	 */
	LOGS("/v1/logs", "opentelemetry.proto.collector.logs.v1.LogsService");

	private final String path;

	private final String service;

	Signal(String path, String service) {
		this.path = path;
		this.service = service;
	}

	/**
	 * The path that is posted to over HTTP.
	 * @return the path
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The gRPC service whose method {@code Export} is called.
	 * @return the full name of the service
	 */
	public String service() {
		return this.service;
	}

	// Below a base such as /otlp too, as vendors have it
	static Optional<Signal> ofPath(String path) {
		return Arrays.stream(values()).filter((signal) -> path.endsWith(signal.path)).findFirst();
	}

}
