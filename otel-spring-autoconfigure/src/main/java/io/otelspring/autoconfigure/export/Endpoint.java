// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.net.URI;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.json.JsonLinesExporters;
import io.otelspring.autoconfigure.export.zipkin.ZipkinSpanExporter;

/**
 * Where a destination is, as far as it is known.
 *
 * @param protocol {@code http/protobuf} or {@code grpc}, or what stands for it where it
 * is not OTLP, or {@code null} if that is not known
 * @param url the address, without user information, or {@code null} if there is none
 */
record Endpoint(@Nullable String protocol, @Nullable String url) {

	/** What stands for the protocol of Zipkin. */
	static final String ZIPKIN = "http/json";

	/**
	 * Find out where a destination is.
	 * @param destination the destination
	 * @param config the configuration as its exporter sees it
	 * @return its address
	 */
	static Endpoint of(Destination destination, ConfigProperties config) {
		return switch (destination.type()) {
			case Destination.OTLP -> otlp(destination.signal(), config);
			case Destination.ZIPKIN -> new Endpoint(ZIPKIN, withoutUserInfo(
					config.getString("otel.exporter.zipkin.endpoint", ZipkinSpanExporter.DEFAULT_ENDPOINT)));
			case Destination.PROMETHEUS -> new Endpoint("prometheus", null);
			case JsonLinesExporters.STDOUT, JsonLinesExporters.FILE ->
				new Endpoint("json", JsonLinesExporters.place(destination.type(), destination.signal().id(), config));
			default ->
				new Endpoint(null, (destination.address() != null) ? withoutUserInfo(destination.address()) : null);
		};
	}

	// As the specification builds the address from the properties
	private static Endpoint otlp(Signal signal, ConfigProperties config) {
		String prefix = "otel.exporter.otlp.";
		String protocol = config.getString(prefix + signal.id() + ".protocol");
		if (protocol == null) {
			protocol = config.getString(prefix + "protocol");
		}
		boolean grpc = "grpc".equals(protocol);
		String url = config.getString(prefix + signal.id() + ".endpoint");
		if (url == null) {
			String base = config.getString(prefix + "endpoint",
					grpc ? "http://localhost:4317" : "http://localhost:4318");
			url = grpc ? base : base + (base.endsWith("/") ? "" : "/") + "v1/" + signal.id();
		}
		return new Endpoint(grpc ? "grpc" : "http/protobuf", withoutUserInfo(url));
	}

	/**
	 * Name the receiver, which the signals that go there share.
	 * @param exporter the exporter's name
	 * @param url the address or {@code null}
	 * @return the host and port, or the exporter's name
	 */
	static String receiver(String exporter, @Nullable String url) {
		if (url == null) {
			return "exporter '" + exporter + "'";
		}
		if (!url.contains("://")) {
			return url;
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
