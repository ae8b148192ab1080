// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.util.List;

/**
 * Where an application's telemetry comes from, which its class path tells.
 */
public enum Telemetry {

	/**
	 * The application without any, except for what Actuator does by itself.
	 */
	BARE("", List.of(), List.of(), List.of()),

	/**
	 * The starter of this project.
	 */
	OURS("OursBackend", List.of("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none"),
			List.of("otel.traces.sampler=always_off"), List.of("otel.sdk.disabled=true")),

	/**
	 * OpenTelemetry's own starter.
	 */
	OFFICIAL("OfficialBackend",
			List.of("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none"),
			List.of("otel.traces.sampler=always_off"), List.of("otel.sdk.disabled=true")),

	/**
	 * Spring Boot's own starter, with all switched on that it can observe.
	 */
	BOOT("BootBackend",
			List.of("management.tracing.sampling.probability=1.0", "management.otlp.metrics.export.step=1d",
					"management.observations.annotations.enabled=true",
					"spring.kafka.template.observation-enabled=true", "spring.kafka.listener.observation-enabled=true"),
			List.of("management.opentelemetry.tracing.sampler=always-off"),
			List.of("management.opentelemetry.enabled=false"));

	private final String backend;

	private final List<String> properties;

	private final List<String> unsampled;

	private final List<String> disabled;

	Telemetry(String backend, List<String> properties, List<String> unsampled, List<String> disabled) {
		this.backend = backend;
		this.properties = properties;
		this.unsampled = unsampled;
		this.disabled = disabled;
	}

	/**
	 * The configuration in which this telemetry ends. It is named and not referred to, as
	 * it needs what is on the class path of this variant only.
	 * @return the name of the class, empty if there is none
	 */
	String backend() {
		return this.backend.isEmpty() ? "" : Telemetry.class.getPackageName() + "." + this.backend;
	}

	List<String> properties() {
		return this.properties;
	}

	List<String> properties(Mode mode) {
		return switch (mode) {
			case ON -> List.of();
			case SPANS_ONLY -> List.of("benchmark.metrics=false");
			case UNSAMPLED -> this.unsampled;
			case DISABLED -> this.disabled;
		};
	}

	/**
	 * How much of the telemetry is on.
	 */
	public enum Mode {

		/**
		 * All is recorded.
		 */
		ON,

		/**
		 * Spans are recorded, and no metrics of OpenTelemetry.
		 */
		SPANS_ONLY,

		/**
		 * No trace is sampled.
		 */
		UNSAMPLED,

		/**
		 * It is switched off by the property that the starter has for this.
		 */
		DISABLED;

		/**
		 * Return whether spans are recorded.
		 * @return whether they are
		 */
		public boolean hasSpans() {
			return this == ON || this == SPANS_ONLY;
		}

	}

}
