// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a backend.
 */
final class BackendProblem {

	private BackendProblem() {
	}

	static InvalidTelemetryPropertyException unknownBackend(ConfiguredValue backends, String name, List<String> known) {
		String nearest = NearestName.of(name, known);
		return problem(backends, Backends.PROPERTY, "there is no backend '" + name + "'", known,
				(nearest != null) ? "Did you mean '" + nearest + "'?" : null);
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
