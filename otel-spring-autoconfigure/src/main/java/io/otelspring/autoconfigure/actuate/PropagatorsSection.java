// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.propagation.ContextPropagators;

import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Shows the formats in which the context travels, and the headers that carry it.
 */
class PropagatorsSection implements TelemetrySection {

	private final TelemetryProperties properties;

	private final ContextPropagators propagators;

	PropagatorsSection(TelemetryProperties properties, ContextPropagators propagators) {
		this.properties = properties;
		this.propagators = propagators;
	}

	@Override
	public String name() {
		return "propagators";
	}

	@Override
	public Object value() {
		Map<String, Object> propagators = new LinkedHashMap<>();
		propagators.put("configured", this.properties.getList("otel.propagators"));
		propagators.put("fields", List.copyOf(this.propagators.getTextMapPropagator().fields()));
		return propagators;
	}

}
