// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.Finding;

/**
 * Reads the properties of an Environment: collects and checks them, and puts our defaults
 * in.
 */
final class PropertyReading {

	private PropertyReading() {
	}

	static TelemetryProperties of(ConfigurableEnvironment environment) {
		PropertyCollector collector = new PropertyCollector(environment);
		Map<String, ConfiguredValue> values = collector.collect();
		List<InvalidValue> invalid = new ArrayList<>(collector.invalid());
		refuseConfigurationFile(values);
		PropertyCombinations combinations = new PropertyCombinations(values, invalid);
		combinations.completeEndpoints();
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			ConfiguredValue value = values.get(property.key());
			if (value != null) {
				try {
					String converted = PropertyValidation.convert(property, value);
					values.put(property.key(), new ConfiguredValue(property.name(), converted, value.origin()));
				}
				catch (InvalidTelemetryPropertyException ex) {
					invalid.addAll(ex.invalidValues());
				}
			}
		}
		combinations.check();
		if (!invalid.isEmpty()) {
			throw new InvalidTelemetryPropertyException(invalid);
		}
		List<Backend> backends = Backends.read(values, environment);
		List<Finding> findings = new ArrayList<>(combinations.findings());
		findings.addAll(new BackendFindings(values, backends).find());
		applyDefaults(values, environment);
		return new TelemetryProperties(values, backends, collector.unknown(), findings);
	}

	// Refuse a configuration file before anything else is looked at: with one, all other
	// properties are meant to be ignored.
	private static void refuseConfigurationFile(Map<String, ConfiguredValue> values) {
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			ConfiguredValue value = values.get(property.key());
			if (property.type() == PropertyType.REFUSED && value != null) {
				PropertyValidation.convert(property, value);
			}
		}
	}

	private static void applyDefaults(Map<String, ConfiguredValue> values, ConfigurableEnvironment environment) {
		putDefault(values, "otel.exporter.otlp.protocol", "http/protobuf");
		putDefault(values, "otel.experimental.sdk.telemetry.version", "latest");
		ConfiguredValue attributes = values.get("otel.resource.attributes");
		boolean named = values.containsKey("otel.service.name")
				|| (attributes != null && MapValue.parse(attributes.value()).containsKey("service.name"));
		String applicationName = environment.getProperty("spring.application.name");
		if (!named && applicationName != null && !applicationName.isBlank()) {
			values.put("otel.service.name", new ConfiguredValue("otel.service.name", applicationName,
					new DerivedOrigin("spring.application.name")));
		}
	}

	private static void putDefault(Map<String, ConfiguredValue> values, String name, String value) {
		values.putIfAbsent(name, new ConfiguredValue(name, value, DerivedOrigin.DEFAULT));
	}

}
