// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the properties of the catalogue by their names, in all forms that these can have.
 */
final class SpecifiedProperties {

	private static final Set<String> READ_BY_BOOT = Set.of("otel.sdk.disabled", "otel.log.level",
			"otel.register-global");

	private static final Map<String, SpecifiedProperty> ALL = new LinkedHashMap<>();

	private static final Map<String, SpecifiedProperty> BOUND = new HashMap<>();

	private static final List<SpecifiedProperty> MAPS = new ArrayList<>();

	static {
		PropertyCatalogue.rows().forEach(SpecifiedProperties::put);
	}

	private SpecifiedProperties() {
	}

	static Collection<SpecifiedProperty> all() {
		return ALL.values();
	}

	/**
	 * Return the properties whose values are maps.
	 * @return the properties
	 */
	static List<SpecifiedProperty> maps() {
		return MAPS;
	}

	/**
	 * Find a property by its name as somebody wrote it in a variable.
	 * @param name the name, in any case, with dots or dashes
	 * @return the property or {@code null} if it is not a specified one
	 */
	static @Nullable SpecifiedProperty find(String name) {
		SpecifiedProperty property = ALL.get(PropertyNames.key(name));
		return (property != null) ? property : BOUND.get(PropertyNames.uniform(name));
	}

	/**
	 * Find a property by its name as somebody wrote it in a file. What Boot reads, it
	 * reads by its own rules: {@code a.runtimeMetrics} is {@code a.runtime-metrics}, and
	 * {@code a.runtime.metrics} is not.
	 * @param name the name
	 * @return the property or {@code null} if it is not a specified one
	 */
	static @Nullable SpecifiedProperty findWritten(String name) {
		SpecifiedProperty property = find(name);
		if (property == null || property.bound()) {
			return BOUND.get(PropertyNames.uniform(name));
		}
		return property;
	}

	static boolean isBound(String name) {
		return name.startsWith("otel.instrumentation.") || READ_BY_BOOT.contains(name);
	}

	private static void put(SpecifiedProperty property) {
		ALL.put(property.key(), property);
		if (isBound(property.name())) {
			BOUND.put(PropertyNames.uniform(property.name()), property);
		}
		if (property.type() == PropertyType.MAP) {
			MAPS.add(property);
		}
	}

}
