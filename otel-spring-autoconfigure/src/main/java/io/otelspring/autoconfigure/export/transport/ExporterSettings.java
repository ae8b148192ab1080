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

import io.otelspring.autoconfigure.config.Backend;
import io.otelspring.autoconfigure.config.BackendExporter;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Reads the properties {@code otel.exporter.<exporter>.*} for one signal: what is set for
 * the signal wins over what is set for all of them.
 */
final class ExporterSettings {

	private static final String GRPC_TRANSPORT = "otel.exporter.otlp.grpc.transport";

	private static final String[] GRPC_JAVA = { "io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder",
			"io.grpc.netty.NettyChannelBuilder", "io.grpc.okhttp.OkHttpChannelBuilder" };

	private final Wire wire;

	private final String signal;

	private final String prefix;

	private final TelemetryProperties properties;

	private final @Nullable Map<String, String> own;

	/**
	 * Create the reader.
	 * @param wire what the exporter sends
	 * @param signal {@code traces}, {@code metrics} or {@code logs}
	 * @param properties the application's properties
	 * @param own what a destination has in place of the application's, or {@code null}
	 */
	ExporterSettings(Wire wire, String signal, TelemetryProperties properties, @Nullable Map<String, String> own) {
		this.wire = wire;
		this.prefix = "otel.exporter." + wire.exporter() + ".";
		this.signal = signal;
		this.properties = properties;
		this.own = own;
	}

	Wire wire() {
		return this.wire;
	}

	String signal() {
		return this.signal;
	}

	/**
	 * Return whether grpc-java is wanted, if gRPC is.
	 * @return whether it is
	 */
	boolean grpcJava() {
		if (this.wire != Wire.OTLP || !"grpc".equals(get("protocol"))
				|| !"grpc-java".equals(this.properties.get(GRPC_TRANSPORT))) {
			return false;
		}
		for (String type : GRPC_JAVA) {
			if (ClassUtils.isPresent(type, ExporterSettings.class.getClassLoader())) {
				return true;
			}
		}
		throw invalid(GRPC_TRANSPORT, "grpc-java is not on the class path", "Add the dependency io.grpc:grpc-netty.");
	}

	Map<String, Path> headerFiles() {
		Map<String, Path> files = new LinkedHashMap<>();
		String text = get("file.headers");
		if (text == null) {
			return files;
		}
		TelemetryProperties.entries(text).forEach((name, file) -> {
			Path path = path(file);
			if (path == null || !Files.isReadable(path) || Files.isDirectory(path)) {
				throw invalid(nameOf("file.headers"),
						"for header '" + name + "' there is no file '" + file + "' that can be read",
						"Correct the path, or let the application read the file.");
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

	@Nullable ProxySettings proxy() {
		String text = get("proxy");
		if (text == null) {
			return null;
		}
		URI uri = URI.create(text);
		if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getPort() < 0) {
			throw invalid(nameOf("proxy"), "it is not the address of a proxy by HTTP",
					"Write it as http://host:port, or http://user:password@host:port.");
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
		return value(this.prefix + this.signal + "." + name);
	}

	/**
	 * Return the full name of the property that is in force.
	 * @param name its name without what comes before
	 * @return the signal's if that has a value, else that of all signals
	 */
	String nameOf(String name) {
		String own = this.prefix + this.signal + "." + name;
		return (value(own) != null) ? own : this.prefix + name;
	}

	private @Nullable String value(String name) {
		return (this.own != null) ? this.own.get(name) : this.properties.get(name);
	}

	RuntimeException invalid(String name, String reason) {
		return invalid(name, reason, null);
	}

	RuntimeException invalid(String name, String reason, @Nullable String remedy) {
		return this.properties.invalid(written(name), reason, remedy);
	}

	// What is set for a backend stands under the backend's name
	private String written(String name) {
		String ofSignal = this.prefix + this.signal + ".";
		for (Backend backend : this.properties.backends()) {
			BackendExporter exporter = backend.exporters().get(this.signal);
			String own = "otel.backends." + backend.name() + "."
					+ name.substring(name.startsWith(ofSignal) ? ofSignal.length() : this.prefix.length());
			if (this.own != null && exporter != null && this.own.equals(exporter.settings())
					&& this.properties.originOf(own) != null) {
				return own;
			}
		}
		return name;
	}

}
