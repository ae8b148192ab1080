// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;

/**
 * Reads the properties {@code otel.exporter.otlp.*} for one signal: what is set for the
 * signal wins over what is set for all of them.
 */
final class OtlpSettings {

	private static final String PREFIX = "otel.exporter.otlp.";

	private static final String GRPC_DEFAULT = "http://localhost:4317";

	private static final Map<String, String> METHODS = Map.of("traces",
			"opentelemetry.proto.collector.trace.v1.TraceService/Export", "metrics",
			"opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "logs",
			"opentelemetry.proto.collector.logs.v1.LogsService/Export");

	private final String signal;

	private final TelemetryProperties properties;

	OtlpSettings(String signal, TelemetryProperties properties) {
		this.signal = signal;
		this.properties = properties;
	}

	Carrier carrier() {
		if (!"grpc".equals(get("protocol"))) {
			return Carrier.HTTP;
		}
		return "grpc-java".equals(this.properties.get(PREFIX + "grpc.transport")) ? Carrier.GRPC_JAVA : Carrier.GRPC;
	}

	URI endpoint() {
		boolean http = carrier() == Carrier.HTTP;
		String own = this.properties.get(PREFIX + this.signal + ".endpoint");
		if (own != null) {
			return URI.create(own);
		}
		String base = this.properties.get(PREFIX + "endpoint");
		if (!http) {
			return URI
				.create((this.properties.originOf(PREFIX + "endpoint") != null && base != null) ? base : GRPC_DEFAULT);
		}
		return URI.create(base + (String.valueOf(base).endsWith("/") ? "" : "/") + "v1/" + this.signal);
	}

	String method() {
		return METHODS.getOrDefault(this.signal, "");
	}

	Map<String, String> headers() {
		Map<String, String> own = this.properties.getMap(PREFIX + this.signal + ".headers");
		return own.isEmpty() ? this.properties.getMap(PREFIX + "headers") : own;
	}

	boolean gzip() {
		return "gzip".equals(get("compression"));
	}

	/**
	 * Return a property of the signal, or else of all signals.
	 * @param name its name without what comes before
	 * @return the value or {@code null} if there is neither a value nor a default
	 */
	@Nullable String get(String name) {
		String own = this.properties.get(PREFIX + this.signal + "." + name);
		return (own != null) ? own : this.properties.get(PREFIX + name);
	}

}
