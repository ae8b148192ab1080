// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.mock.env.MockEnvironment;

/**
 * Makes registries with the bridge, without a context.
 */
final class Bridges {

	private Bridges() {
	}

	static ObservationRegistry registry(OpenTelemetry openTelemetry, ObservationTable... tables) {
		return registry(openTelemetry, new MockEnvironment(), tables);
	}

	static ObservationRegistry registry(OpenTelemetry openTelemetry, MockEnvironment environment,
			ObservationTable... tables) {
		ObservationBridge bridge = bridge(openTelemetry, environment, tables);
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationFilter(bridge).observationHandler(bridge);
		return registry;
	}

	static ObservationBridge bridge(OpenTelemetry openTelemetry, MockEnvironment environment,
			ObservationTable... tables) {
		ObservationBridge.Telemetry telemetry = new ObservationBridge.Telemetry(
				new ObservationRecorders(openTelemetry, List.of(tables), environment),
				openTelemetry.getPropagators().getTextMapPropagator());
		return new ObservationBridge(() -> telemetry);
	}

}
