// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.PropertyResolver;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * Finds what records an observation, by the type of its context and its name.
 */
final class ObservationRecorders {

	private static final int MAX_TYPES = 256;

	private static final int MAX_NAMES = 1024;

	private final BoundedCache<Class<?>, BoundedCache<String, Choice>> choices = new BoundedCache<>(MAX_TYPES,
			(type) -> new BoundedCache<>(MAX_NAMES, (name) -> choose(type, name)));

	private final List<Candidate> candidates;

	private final Choice generic;

	private final PropertyResolver environment;

	ObservationRecorders(OpenTelemetry openTelemetry, List<ObservationTable> tables, PropertyResolver environment) {
		this.candidates = tables.stream()
			.flatMap((table) -> table.mappings().stream())
			.map((mapping) -> new Candidate(mapping, new Choice(ObservationRecorder.of(openTelemetry, mapping))))
			.toList();
		this.generic = new Choice(ObservationRecorder.generic(openTelemetry));
		this.environment = environment;
	}

	/**
	 * Return what records an observation.
	 * @param context the observation's context
	 * @return the recorder, or {@code null} if the observation is not recorded
	 */
	@Nullable ObservationRecorder<Observation.Context> find(Observation.Context context) {
		String name = context.getName();
		return this.choices.get(context.getClass()).get((name != null) ? name : "").recorder();
	}

	private Choice choose(Class<?> type, String name) {
		for (Candidate candidate : this.candidates) {
			if (candidate.mapping().matches(type, name)) {
				return candidate.choice();
			}
		}
		return ObservationOwners.isGeneric(type, name, this.environment) ? this.generic : Choice.NONE;
	}

	private record Candidate(ObservationMapping<?> mapping, Choice choice) {

	}

	private record Choice(@Nullable ObservationRecorder<Observation.Context> recorder) {

		static final Choice NONE = new Choice(null);

	}

}
