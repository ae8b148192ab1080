// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;

/**
 * Reads the properties {@code otel.exporter.otlp.*} for one signal: what is set for the
 * signal wins over what is set for all of them.
 */
final class OtlpSettings {

	private static final String PREFIX = "otel.exporter.otlp.";

	private static final String GRPC_TRANSPORT = PREFIX + "grpc.transport";

	private static final Map<String, String> METHODS = Map.of("traces",
			"opentelemetry.proto.collector.trace.v1.TraceService/Export", "metrics",
			"opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "logs",
			"opentelemetry.proto.collector.logs.v1.LogsService/Export");

	private static final String[] GRPC_JAVA = { "io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder",
			"io.grpc.netty.NettyChannelBuilder", "io.grpc.okhttp.OkHttpChannelBuilder" };

	private final String signal;

	private final TelemetryProperties properties;

	private final @Nullable Map<String, String> own;

	/**
	 * Create the reader.
	 * @param signal {@code traces}, {@code metrics} or {@code logs}
	 * @param properties the application's properties
	 * @param own what a destination has in place of the application's, or {@code null}
	 */
	OtlpSettings(String signal, TelemetryProperties properties, @Nullable Map<String, String> own) {
		this.signal = signal;
		this.properties = properties;
		this.own = own;
	}

	String signal() {
		return this.signal;
	}

	Carrier carrier() {
		if (!"grpc".equals(get("protocol"))) {
			return Carrier.HTTP;
		}
		if (!"grpc-java".equals(this.properties.get(GRPC_TRANSPORT))) {
			return Carrier.GRPC;
		}
		for (String type : GRPC_JAVA) {
			if (ClassUtils.isPresent(type, OtlpSettings.class.getClassLoader())) {
				return Carrier.GRPC_JAVA;
			}
		}
		throw invalid(GRPC_TRANSPORT,
				"grpc-java is not on the class path: add the dependency io.grpc:grpc-netty-shaded");
	}

	URI endpoint() {
		boolean http = !"grpc".equals(get("protocol"));
		String own = value(PREFIX + this.signal + ".endpoint");
		if (own != null) {
			return URI.create(own);
		}
		String base = value(PREFIX + "endpoint");
		boolean configured = base != null
				&& (this.own != null || this.properties.originOf(PREFIX + "endpoint") != null);
		if (!http) {
			return URI.create(configured ? base : "http://localhost:4317");
		}
		String root = configured ? base : "http://localhost:4318";
		return URI.create(root + (root.endsWith("/") ? "" : "/") + "v1/" + this.signal);
	}

	String method() {
		return METHODS.getOrDefault(this.signal, "");
	}

	Map<String, String> headers() {
		return map("headers");
	}

	Map<String, Path> headerFiles() {
		Map<String, Path> files = new LinkedHashMap<>();
		map("file.headers").forEach((name, file) -> {
			Path path = path(file);
			if (path == null || !Files.isReadable(path) || Files.isDirectory(path)) {
				throw invalid(nameOf("file.headers"),
						"for header '" + name + "' there is no file '" + file + "' that can be read");
			}
			files.put(name, path);
		});
		return files;
	}

	private static @Nullable Path path(String file) {
		try {
			return Path.of(file);
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	private Map<String, String> map(String name) {
		String text = get(name);
		return (text != null) ? TelemetryProperties.entries(text) : Map.of();
	}

	boolean gzip() {
		return "gzip".equals(get("compression"));
	}

	@Nullable ProxySettings proxy() {
		String text = get("proxy");
		if (text == null) {
			return null;
		}
		URI uri = URI.create(text);
		if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getPort() < 0) {
			throw invalid(nameOf("proxy"), "a proxy is written http://host:port, or http://user:password@host:port");
		}
		String login = uri.getUserInfo();
		int colon = (login != null) ? login.indexOf(':') : -1;
		return new ProxySettings(uri.getHost(), uri.getPort(),
				(login == null || colon < 0) ? login : login.substring(0, colon),
				(login == null || colon < 0) ? null : login.substring(colon + 1));
	}

	/**
	 * Return a property of the signal, or else of all signals.
	 * @param name its name without what comes before
	 * @return the value or {@code null} if there is neither a value nor a default
	 */
	@Nullable String get(String name) {
		return value(nameOf(name));
	}

	@Nullable String ownOf(String name) {
		return value(PREFIX + this.signal + "." + name);
	}

	/**
	 * Return the full name of the property that is in force.
	 * @param name its name without what comes before
	 * @return the signal's if that has a value, else that of all signals
	 */
	String nameOf(String name) {
		String own = PREFIX + this.signal + "." + name;
		return (value(own) != null) ? own : PREFIX + name;
	}

	private @Nullable String value(String name) {
		return (this.own != null) ? this.own.get(name) : this.properties.get(name);
	}

	RuntimeException invalid(String name, String reason) {
		return this.properties.invalid(name, reason);
	}

}
