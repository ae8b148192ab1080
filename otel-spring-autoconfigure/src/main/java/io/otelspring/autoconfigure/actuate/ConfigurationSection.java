// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.Map;
import java.util.TreeMap;

import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.config.Secrets;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Shows each property that has a value, and where it came from. Secrets are masked.
 */
class ConfigurationSection implements TelemetrySection {

	private final TelemetryProperties properties;

	ConfigurationSection(TelemetryProperties properties) {
		this.properties = properties;
	}

	@Override
	public String name() {
		return "configuration";
	}

	@Override
	public Object value() {
		Map<String, Object> configuration = new TreeMap<>();
		this.properties.effective()
			.values()
			.forEach((value) -> configuration.put(value.name(),
					Map.of("value", Secrets.mask(value.name(), value.value()), "origin", value.origin().toString())));
		return configuration;
	}

}
