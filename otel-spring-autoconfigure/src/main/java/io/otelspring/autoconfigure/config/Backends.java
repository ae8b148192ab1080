// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.PropertyResolver;

/**
 * The backends that {@code otel.backend} names.
 */
final class Backends {

	static final String PROPERTY = "otel.backend";

	private Backends() {
	}

	/**
	 * Read the presets of the named backends.
	 * @param values the application's properties, to which what all signals share is
	 * added where it is not set
	 * @param environment supplies the vendors' environment variables
	 * @return the backends, none where none is named
	 */
	static List<Backend> read(Map<String, ConfiguredValue> values, PropertyResolver environment) {
		ConfiguredValue named = values.get(PROPERTY);
		if (named == null) {
			return List.of();
		}
		List<Backend> backends = new ArrayList<>();
		for (String name : Arrays.stream(named.value().split(",")).map(String::strip).distinct().toList()) {
			Preset preset = BackendProperties.NAMES.contains(name) ? Preset.load(name) : null;
			if (preset == null) {
				throw BackendProblem.unknownBackend(named, name, BackendProperties.NAMES);
			}
			Backend backend = new BackendReader(preset, values, environment, named).read();
			backend.properties().forEach((property, value) -> add(values, name, property, value));
			backends.add(backend);
		}
		return List.copyOf(backends);
	}

	private static void add(Map<String, ConfiguredValue> values, String backend, String property, String value) {
		SpecifiedProperty specified = SpecifiedProperties.find(property);
		ConfiguredValue existing = values.get(property);
		if (existing == null) {
			values.put(property,
					new ConfiguredValue(property, value, new DerivedOrigin("preset of the backend '" + backend + "'")));
		}
		else if (specified != null && specified.type() == PropertyType.MAP) {
			Map<String, String> entries = new LinkedHashMap<>(MapValue.parse(value));
			entries.putAll(MapValue.parse(existing.value()));
			values.put(property, new ConfiguredValue(property, MapValue.format(entries), existing.origin()));
		}
	}

}
