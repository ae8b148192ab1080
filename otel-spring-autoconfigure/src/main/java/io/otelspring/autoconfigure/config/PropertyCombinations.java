// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;

/**
 * What properties are together: some are needed for others, and some have no effect
 * beside others.
 */
final class PropertyCombinations {

	private static final String OTLP = "otel.exporter.otlp.";

	private static final String ZIPKIN = "otel.exporter.zipkin.";

	private static final List<String> SIGNALS = List.of("", "traces.", "metrics.", "logs.");

	private final Map<String, ConfiguredValue> values;

	private final List<InvalidValue> invalid;

	private final List<Finding> findings = new ArrayList<>();

	PropertyCombinations(Map<String, ConfiguredValue> values, List<InvalidValue> invalid) {
		this.values = values;
		this.invalid = invalid;
	}

	/**
	 * Give addresses for gRPC that have no scheme the one that {@code insecure} asks for.
	 */
	void completeEndpoints() {
		for (String signal : SIGNALS) {
			String name = OTLP + signal + "endpoint";
			ConfiguredValue endpoint = this.values.get(name);
			ConfiguredValue insecure = first(OTLP + signal + "insecure", OTLP + "insecure");
			if (endpoint == null || insecure == null) {
				continue;
			}
			boolean plain = "true".equalsIgnoreCase(insecure.value());
			String url = endpoint.value();
			if (!url.contains("://") && isGrpc(signal)) {
				this.values.put(name,
						new ConfiguredValue(name, (plain ? "http://" : "https://") + url, endpoint.origin()));
			}
			else if (plain && url.startsWith("https:")) {
				this.findings.add(withoutEffect(insecure, "the scheme of " + name + " decides, and https is TLS",
						"Write http:// in " + name + ", or remove " + insecure.name() + "."));
			}
		}
	}

	private boolean isGrpc(String signal) {
		ConfiguredValue protocol = first(OTLP + signal + "protocol", OTLP + "protocol");
		return protocol != null && protocol.value().equalsIgnoreCase("grpc");
	}

	/**
	 * Check the values, each of which is right for itself.
	 */
	void check() {
		checkSampler();
		checkBundles();
		checkGrpc();
		checkRoom("otel.export.spool.max-size", "otel.export.spool.directory");
		checkRoom("otel.traces.keep.max-spans", "otel.traces.keep.errors", "otel.traces.keep.slower-than");
		for (String signal : SIGNALS) {
			checkClient(OTLP + signal);
		}
		checkClient(ZIPKIN);
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			ConfiguredValue value = this.values.get(property.key());
			if (value != null && property.type() == PropertyType.UNSUPPORTED) {
				this.findings.add(new Finding(Severity.WARNING, shown(value), property.description(),
						"Remove " + property.name() + "."));
			}
		}
	}

	private void checkClient(String prefix) {
		needs(prefix + "client.key", prefix + "client.certificate");
		needs(prefix + "client.certificate", prefix + "client.key");
	}

	private void checkSampler() {
		ConfiguredValue sampler = this.values.get("otel.traces.sampler");
		ConfiguredValue argument = this.values.get("otel.traces.sampler.arg");
		if (argument == null) {
			return;
		}
		String name = (sampler != null) ? sampler.value() : "parentbased_always_on";
		if (name.endsWith("always_on") || name.endsWith("always_off")) {
			this.findings.add(withoutEffect(argument, "the sampler " + name + " takes no argument",
					"Set otel.traces.sampler to parentbased_traceidratio for a ratio, or remove "
							+ "otel.traces.sampler.arg."));
		}
		if (name.endsWith("traceidratio") && !isRatio(argument.value())) {
			SpecifiedProperty property = new SpecifiedProperty("otel.traces.sampler.arg", PropertyType.STRING, null,
					List.of("a number from 0 to 1, such as 0.25"), false, "");
			this.invalid.add(InvalidValue.of(argument, property, "the sampler " + name + " needs a ratio",
					Remedies.of(property, argument.value())));
		}
	}

	private void checkBundles() {
		ConfiguredValue zipkins = this.values.get(ZIPKIN + "ssl.bundle");
		ConfiguredValue zipkin = this.values.get(ZIPKIN + "endpoint");
		if (zipkins != null && (zipkin == null || isPlain(zipkin))) {
			noTls(zipkins, ZIPKIN + "endpoint");
		}
		for (String signal : SIGNALS) {
			withoutTls(signal, "ssl.bundle");
			withoutTls(signal, "certificate");
		}
	}

	private void withoutTls(String signal, String option) {
		ConfiguredValue value = this.values.get(OTLP + signal + option);
		List<ConfiguredValue> plain = (value != null) ? plainEndpoints(signal, option) : List.of();
		if (value != null && !plain.isEmpty()) {
			noTls(value, plain.get(0).name());
		}
	}

	private void noTls(ConfiguredValue option, String endpoint) {
		this.findings.add(withoutEffect(option, "the scheme of " + endpoint + " decides, and http is without TLS",
				"Write https:// in " + endpoint + ", or remove " + option.name() + "."));
	}

	private static boolean isPlain(ConfiguredValue endpoint) {
		return endpoint.value().regionMatches(true, 0, "http:", 0, 5);
	}

	private void checkGrpc() {
		for (String signal : SIGNALS) {
			ConfiguredValue endpoint = this.values.get(OTLP + signal + "endpoint");
			SpecifiedProperty property = SpecifiedProperties.find(OTLP + signal + "endpoint");
			if (endpoint != null && property != null && isForGrpc(signal)) {
				String address = GrpcAddress.of(endpoint.value());
				if (!address.equals(endpoint.value())) {
					this.invalid.add(InvalidValue.of(endpoint, property, GrpcAddress.NO_PATH,
							GrpcAddress.remedy(property.name(), address)));
				}
			}
		}
	}

	private boolean isForGrpc(String ofSignal) {
		if (!ofSignal.isEmpty()) {
			return isGrpc(ofSignal);
		}
		return SIGNALS.stream()
			.filter((signal) -> !signal.isEmpty() && !this.values.containsKey(OTLP + signal + "endpoint"))
			.anyMatch(this::isGrpc);
	}

	// What says how much there is room for has no effect without what makes use of it
	private void checkRoom(String room, String... uses) {
		ConfiguredValue value = this.values.get(PropertyNames.key(room));
		if (value != null && Arrays.stream(uses).map(PropertyNames::key).noneMatch(this.values::containsKey)) {
			String names = String.join(" or ", uses);
			this.findings.add(withoutEffect(value, "it is about " + String.join(" and ", uses) + ", not set",
					"Set " + names + " as well, or remove " + room + "."));
		}
	}

	// The endpoints for which a bundle is meant, or none if one is not plain HTTP
	private List<ConfiguredValue> plainEndpoints(String ofSignal, String option) {
		List<ConfiguredValue> plain = new ArrayList<>();
		for (String signal : SIGNALS.subList(1, SIGNALS.size())) {
			boolean meant = ofSignal.isEmpty() ? !this.values.containsKey(OTLP + signal + option)
					: signal.equals(ofSignal);
			ConfiguredValue endpoint = first(OTLP + signal + "endpoint", OTLP + "endpoint");
			if (meant && (endpoint == null || !isPlain(endpoint))) {
				return List.of();
			}
			if (meant && endpoint != null) {
				plain.add(endpoint);
			}
		}
		return plain;
	}

	static boolean isRatio(String text) {
		try {
			double ratio = Double.parseDouble(text);
			return ratio >= 0 && ratio <= 1;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private void needs(String name, String other) {
		ConfiguredValue value = this.values.get(name);
		SpecifiedProperty property = SpecifiedProperties.find(name);
		if (value != null && property != null && !this.values.containsKey(other)) {
			this.invalid.add(InvalidValue.of(value, property, "it has no use without " + other,
					"Set " + other + " as well: a client shows its certificate and proves that it has the key."));
		}
	}

	private static Finding withoutEffect(ConfiguredValue value, String why, String fix) {
		return new Finding(Severity.WARNING, shown(value), why, fix);
	}

	private static String shown(ConfiguredValue value) {
		return value.name() + " = \"" + Secrets.mask(value.name(), value.value()) + "\" (" + value.origin()
				+ ") has no effect";
	}

	private @Nullable ConfiguredValue first(String name, String otherwise) {
		ConfiguredValue value = this.values.get(name);
		return (value != null) ? value : this.values.get(otherwise);
	}

	/**
	 * Return what was found to have no effect.
	 * @return the findings
	 */
	List<Finding> findings() {
		return this.findings;
	}

}
