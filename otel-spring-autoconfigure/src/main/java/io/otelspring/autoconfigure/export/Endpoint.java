// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Where OTLP goes, as the specification builds the address from the properties.
 *
 * @param protocol {@code http/protobuf} or {@code grpc}
 * @param url the address, without user information
 */
record Endpoint(String protocol, String url) {

	static Endpoint otlp(Signal signal, TelemetryProperties properties) {
		String protocol = properties.get("otel.exporter.otlp." + signal.id() + ".protocol");
		if (protocol == null) {
			protocol = properties.get("otel.exporter.otlp.protocol");
		}
		boolean grpc = "grpc".equals(protocol);
		String url = properties.get("otel.exporter.otlp." + signal.id() + ".endpoint");
		if (url == null) {
			String base = (properties.originOf("otel.exporter.otlp.endpoint") != null || !grpc)
					? properties.get("otel.exporter.otlp.endpoint") : "http://localhost:4317";
			url = grpc ? base : base + (String.valueOf(base).endsWith("/") ? "" : "/") + "v1/" + signal.id();
		}
		return new Endpoint(grpc ? "grpc" : "http/protobuf", withoutUserInfo(String.valueOf(url)));
	}

	/**
	 * Name the destination, which the signals that go there share.
	 * @param exporter the exporter's name
	 * @param url the address or {@code null}
	 * @return the host and port, or the exporter's name
	 */
	static String destination(String exporter, @Nullable String url) {
		if (url == null) {
			return "exporter '" + exporter + "'";
		}
		URI uri = URI.create(url);
		return uri.getScheme() + "://" + uri.getHost() + ((uri.getPort() >= 0) ? ":" + uri.getPort() : "");
	}

	private static String withoutUserInfo(String url) {
		int at = url.indexOf('@');
		int host = url.indexOf("://") + 3;
		int path = url.indexOf('/', host);
		return (at > 0 && (path < 0 || at < path)) ? url.substring(0, host) + url.substring(at + 1) : url;
	}

}
