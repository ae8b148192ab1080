// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

import io.otelspring.autoconfigure.InstrumentationSwitch;

/**
 * Which instrumentation the observations of a known library belong to, so that what is
 * switched off, or recorded by other means, is not recorded in the generic way.
 */
final class ObservationOwners {

	/**
	 * By the beginning of the observation's name: the instrumentation by whose switch its
	 * observations are recorded.
	 */
	private static final Map<String, String> OBSERVED = observed();

	/**
	 * By the beginning of the observation's name: what is recorded without observations,
	 * whatever the switches say.
	 */
	private static final Map<String, String> RECORDED_ELSEWHERE = Map.of("http.server.requests", "http.server",
			"http.client.requests", "http.client", "grpc.", "grpc", "mongodb.", "mongo", "jdbc.", "jdbc");

	private static final String OFF_BY_DEFAULT = "security";

	private ObservationOwners() {
	}

	private static Map<String, String> observed() {
		Map<String, String> observed = new LinkedHashMap<>();
		observed.put("spring.kafka.", "kafka");
		observed.put("spring.rabbit.", "rabbit");
		observed.put("jms.", "jms");
		observed.put("lettuce", "redis");
		observed.put("r2dbc.", "r2dbc");
		observed.put("spring.batch.", "batch");
		observed.put("spring.integration.", "integration");
		observed.put("graphql.", "graphql");
		observed.put("gen_ai.", "ai");
		observed.put("spring.ai.", "ai");
		observed.put("spring.security.", "security");
		observed.put("tasks.scheduled.", "scheduling");
		return observed;
	}

	/**
	 * Return whether an observation for which there is no mapping is to be recorded.
	 * @param name the name of the observation
	 * @param environment where the switches are
	 * @return whether it is recorded in the generic way
	 */
	static boolean isGeneric(@Nullable String name, PropertyResolver environment) {
		if (name == null) {
			return InstrumentationSwitch.of(environment, "observation", true).on();
		}
		if (owner(RECORDED_ELSEWHERE, name) != null) {
			return false;
		}
		String owner = owner(OBSERVED, name);
		return InstrumentationSwitch
			.of(environment, (owner != null) ? owner : "observation", !OFF_BY_DEFAULT.equals(owner))
			.on();
	}

	/**
	 * Return whether the observations of this name are never recorded by the bridge.
	 * @param name the name of the observation
	 * @return whether something else records the same
	 */
	static boolean isRecordedElsewhere(String name) {
		return owner(RECORDED_ELSEWHERE, name) != null;
	}

	private static @Nullable String owner(Map<String, String> owners, String name) {
		for (Map.Entry<String, String> entry : owners.entrySet()) {
			if (name.startsWith(entry.getKey())) {
				return entry.getValue();
			}
		}
		return null;
	}

}
