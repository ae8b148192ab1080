// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a backend.
 */
final class BackendProblem {

	private static final Map<String, String> OTHER_NAMES = Map.ofEntries(Map.entry("grafana", "grafana-cloud"),
			Map.entry("google", "google-cloud"), Map.entry("gcp", "google-cloud"),
			Map.entry("stackdriver", "google-cloud"), Map.entry("azure", "azure-monitor"),
			Map.entry("applicationinsights", "azure-monitor"), Map.entry("cloudwatch", "aws"), Map.entry("xray", "aws"),
			Map.entry("otlp", "collector"), Map.entry("otel", "collector"), Map.entry("otelcollector", "collector"),
			Map.entry("opentelemetrycollector", "collector"), Map.entry("stdout", "console"),
			Map.entry("logging", "console"));

	private BackendProblem() {
	}

	static InvalidTelemetryPropertyException unknownBackend(ConfiguredValue backends, String name, List<String> known) {
		if (name.equals("none")) {
			return problem(backends, Backends.PROPERTY, "there is no backend '" + name + "'", known,
					"To export nothing leave it out, and set otel.traces.exporter, otel.metrics.exporter and "
							+ "otel.logs.exporter to none.");
		}
		String nearest = OTHER_NAMES.get(NearestName.squeeze(name));
		if (nearest == null) {
			nearest = NearestName.of(name, known);
		}
		return problem(backends, Backends.PROPERTY, "there is no backend '" + name + "'", known,
				(nearest != null) ? "Did you mean '" + nearest + "'?"
						: "Name one of these. For any other that takes OTLP leave it out, and set "
								+ "otel.exporter.otlp.endpoint, and otel.exporter.otlp.headers for a key.");
	}

	static InvalidTelemetryPropertyException notLike(String property, ConfiguredValue value, String example,
			String endpoint) {
		return problem(value, property, "the backend has no such value", List.of(), "Set " + property
				+ " to a value such as " + example + ", or " + endpoint + " to the address that is meant.");
	}

	static InvalidTelemetryPropertyException otherKey(String property, ConfiguredValue value, VendorKey key) {
		String reason = "it is " + key.description() + ((key.wanted() != null) ? ", which is not for telemetry" : "");
		String backend = key.backend();
		if (property.equals("otel.backends." + backend + ".api-key")) {
			return problem(value, property, reason, List.of(), "Set " + property + " to " + key.wanted() + ".");
		}
		return problem(value, property, reason, List.of(), "Set " + property + " to a key of this backend, or set "
				+ Backends.PROPERTY + " to " + backend + " and otel.backends." + backend + ".api-key to this one.");
	}

	static InvalidTelemetryPropertyException brokenKey(String property, ConfiguredValue value) {
		return problem(value, property, "it has a character that HTTP does not allow", List.of(),
				"Copy the key again; " + property + " has letters, digits and signs alone, on one line.");
	}

	static InvalidTelemetryPropertyException grpcPath(String property, ConfiguredValue value, String address) {
		return problem(value, property, GrpcAddress.NO_PATH, List.of(), GrpcAddress.remedy(property, address));
	}

	static InvalidTelemetryPropertyException unknownValue(String property, ConfiguredValue value, List<String> known) {
		String nearest = NearestName.of(value.value(), known);
		return problem(value, property, "the backend has no such value", known,
				(nearest != null) ? "Did you mean '" + nearest + "'?" : null);
	}

	static InvalidTelemetryPropertyException missing(ConfiguredValue backends, Preset preset, String option) {
		String property = "otel.backends." + preset.name() + "." + option;
		String variable = preset.variable(option);
		return problem(backends, Backends.PROPERTY,
				"the backend '" + preset.name() + "' needs " + property + ", which is not set", List.of(),
				"Set " + property + (variable.isEmpty() ? "." : ", or the environment variable " + variable + "."));
	}

	private static InvalidTelemetryPropertyException problem(ConfiguredValue value, String property, String reason,
			List<String> accepted, @Nullable String remedy) {
		return new InvalidTelemetryPropertyException(InvalidValue.of(property, value.value(), value.origin().toString(),
				reason, accepted.isEmpty() ? null : String.join(", ", accepted), remedy));
	}

}
