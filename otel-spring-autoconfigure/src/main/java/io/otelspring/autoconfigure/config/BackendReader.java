// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;
import org.springframework.util.StringUtils;

/**
 * Makes a backend of its preset. What the application sets below
 * {@code otel.backends.<name>} wins over the preset; what it sets for all exporters
 * ({@code otel.exporter.otlp.*}) is not for a backend that has a place of its own, lest a
 * variable of the environment send one vendor's key to another's address.
 */
final class BackendReader {

	private static final String OTLP = "otlp";

	private static final String ZIPKIN = "zipkin";

	private static final String EXPORTER = "otel.exporter.";

	private final Preset preset;

	private final Map<String, ConfiguredValue> values;

	private final BackendOptions options;

	private final @Nullable String variant;

	BackendReader(Preset preset, Map<String, ConfiguredValue> values, PropertyResolver environment,
			ConfiguredValue named) {
		this.preset = preset;
		this.values = values;
		this.options = new BackendOptions(preset, values, environment, named);
		String variantOption = preset.get("variant", null);
		this.variant = (variantOption != null) ? this.options.get(variantOption) : null;
	}

	Backend read() {
		Map<String, BackendExporter> exporters = new LinkedHashMap<>();
		for (String signal : this.preset.signals()) {
			exporters.put(signal, exporter(signal));
		}
		Map<String, String> properties = new LinkedHashMap<>();
		this.preset.below("otel.", this.variant).forEach((key, template) -> {
			String value = isExporters(key) ? null : this.options.fill(template);
			if (value != null) {
				properties.put("otel." + key, value);
			}
		});
		return new Backend(this.preset.name(), exporters, this.preset.below("requires.", this.variant),
				get("id-generator"), get("customizer"), get("customizer.argument"), properties);
	}

	private BackendExporter exporter(String signal) {
		String type = String.valueOf(get("exporter"));
		Map<String, String> settings = new LinkedHashMap<>();
		String url = endpoint(signal, type.equals(OTLP) && isGrpc());
		if (url != null) {
			settings.put(EXPORTER + type + (type.equals(OTLP) ? "." + signal : "") + ".endpoint", url);
		}
		if (type.equals(OTLP)) {
			addRequests(signal, EXPORTER + OTLP + "." + signal + ".", settings);
		}
		else if (type.equals(ZIPKIN)) {
			addRequests(signal, EXPORTER + ZIPKIN + ".", settings);
		}
		String credentials = get("credentials");
		return new BackendExporter(type, settings.isEmpty() ? null : completed(signal, type, settings),
				(credentials != null) ? new BackendExporter.Credentials(credentials, get("credentials.file")) : null,
				address());
	}

	// A connection string has the address as one of its parts, which are key=value;
	private @Nullable String address() {
		String part = this.preset.get("address.part", this.variant);
		String text = get("address.in");
		if (part == null || text == null) {
			return null;
		}
		for (String entry : text.split(";")) {
			int equals = entry.indexOf('=');
			if (equals > 0 && entry.substring(0, equals).strip().equalsIgnoreCase(part)) {
				return entry.substring(equals + 1).strip();
			}
		}
		return get("address.default");
	}

	private void addRequests(String signal, String prefix, Map<String, String> settings) {
		Map<String, String> headers = new LinkedHashMap<>();
		addHeaders("header.", headers);
		addHeaders(signal + ".header.", headers);
		ConfiguredValue own = this.options.configured("headers");
		if (own != null) {
			headers.putAll(MapValue.parse(own.value()));
		}
		if (!headers.isEmpty()) {
			settings.put(prefix + "headers", MapValue.format(headers));
		}
		for (String option : List.of("protocol", "compression", "timeout", "ssl.bundle", "proxy")) {
			ConfiguredValue value = this.options.configured(option);
			if (value != null) {
				settings.put(prefix + option, value.value());
			}
		}
	}

	private void addHeaders(String prefix, Map<String, String> headers) {
		this.preset.below(prefix, this.variant).forEach((name, template) -> {
			String value = this.options.fill(template);
			if (value != null) {
				headers.put(name, value);
			}
		});
	}

	private Map<String, String> completed(String signal, String type, Map<String, String> own) {
		Map<String, String> settings = new LinkedHashMap<>();
		if (isShared()) {
			this.values.forEach((key, value) -> {
				if (key.startsWith(EXPORTER)) {
					settings.put(key, value.value());
				}
			});
		}
		if (type.equals(OTLP)) {
			settings.putIfAbsent(EXPORTER + "otlp.protocol", "http/protobuf");
		}
		this.preset.below("otel.", this.variant).forEach((key, value) -> {
			if (isExporters(key)) {
				settings.put("otel." + key, value);
			}
		});
		// What is set for one signal would otherwise win over what is set for the backend
		own.keySet().forEach(settings::remove);
		settings.putAll(own);
		return settings;
	}

	private @Nullable String endpoint(String signal, boolean grpc) {
		ConfiguredValue own = this.options.configured("endpoint");
		String base = (own != null) ? own.value()
				: (grpc && get("endpoint.grpc") != null) ? get("endpoint.grpc") : get("endpoint");
		if (base != null && own != null && grpc && !GrpcAddress.of(base).equals(base)) {
			throw BackendProblem.grpcPath(this.options.property("endpoint"), own, GrpcAddress.of(base));
		}
		if (base == null || grpc) {
			return base;
		}
		String path = this.preset.get("path", this.variant);
		String full = (path != null) ? path : "/v1/" + signal;
		String trimmed = StringUtils.trimTrailingCharacter(base, '/');
		return trimmed.endsWith(full) ? trimmed : trimmed + full;
	}

	private boolean isGrpc() {
		ConfiguredValue protocol = this.options.configured("protocol");
		if (protocol == null) {
			ConfiguredValue all = this.values.get(EXPORTER + "otlp.protocol");
			return isShared() && all != null && all.value().equals("grpc");
		}
		String supported = this.preset.get("protocols", this.variant);
		if (supported != null && !supported.equals(protocol.value())) {
			throw BackendProblem.unknownValue(this.options.property("protocol"), protocol, List.of(supported));
		}
		return protocol.value().equals("grpc");
	}

	private boolean isShared() {
		return this.preset.get("shared", null) != null;
	}

	private static boolean isExporters(String key) {
		return key.startsWith("exporter.") || key.startsWith("bsp.") || key.startsWith("blrp.");
	}

	private @Nullable String get(String key) {
		return this.options.fill(this.preset.get(key, this.variant));
	}

}
