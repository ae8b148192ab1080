// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
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
		this.properties.effective().values().forEach((value) -> {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("value", Secrets.mask(value.name(), value.value()));
			entry.put("origin", value.origin().toString());
			configuration.put(value.name(), entry);
		});
		return configuration;
	}

}
