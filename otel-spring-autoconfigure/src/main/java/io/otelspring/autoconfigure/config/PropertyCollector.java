// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Collects the {@code otel.*} properties of all property sources, highest precedence
 * first, as they are written. Boot's {@code Binder} does not serve here: it takes
 * variables such as {@code OTEL_RESOURCE_ATTRIBUTES_POD_NAME} for map keys, drops a map
 * that an environment variable supplies where a file has the map too, and rewrites keys
 * such as {@code app/part}.
 */
final class PropertyCollector {

	private static final String PREFIX = "otel.";

	private final ConfigurableEnvironment environment;

	private final Map<String, ConfiguredValue> scalars = new LinkedHashMap<>();

	private final Map<String, Map<String, ConfiguredValue>> maps = new LinkedHashMap<>();

	PropertyCollector(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Collect.
	 * @return the values by normalised name, maps in their text form
	 */
	Map<String, ConfiguredValue> collect() {
		for (PropertySource<?> source : this.environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable) {
				collect(enumerable);
			}
			else if (!"configurationProperties".equals(source.getName())) {
				lookUp(source);
			}
		}
		Map<String, ConfiguredValue> collected = new LinkedHashMap<>(this.scalars);
		this.maps.forEach((name, entries) -> collected.put(name, join(name, entries)));
		collected.values().removeIf((value) -> value.value().isEmpty());
		return collected;
	}

	private void collect(EnumerablePropertySource<?> source) {
		boolean variables = isSystemEnvironment(source);
		Map<String, TreeMap<Integer, ConfiguredValue>> lists = new LinkedHashMap<>();
		for (String name : source.getPropertyNames()) {
			String canonical = canonical(name, variables);
			if (canonical == null) {
				continue;
			}
			ConfiguredValue value = value(source, name, canonical);
			if (value == null || (variables && value.value().isEmpty())) {
				continue;
			}
			SpecifiedProperty property = SpecifiedProperties.find(canonical);
			if (property == null && variables && isBelowMap(canonical)) {
				continue;
			}
			if (property == null && !variables && addMapEntry(canonical, value)) {
				continue;
			}
			int bracket = canonical.lastIndexOf('[');
			if (property == null && bracket > 0 && isIndex(canonical, bracket)) {
				lists
					.computeIfAbsent(SpecifiedProperties.normalise(canonical.substring(0, bracket)),
							(key) -> new TreeMap<>())
					.put(Integer.valueOf(canonical.substring(bracket + 1, canonical.length() - 1)), value);
				continue;
			}
			add(property, SpecifiedProperties.normalise(canonical), value);
		}
		lists.forEach((name, elements) -> this.scalars.putIfAbsent(name, join(name, elements)));
	}

	private void lookUp(PropertySource<?> source) {
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			ConfiguredValue value = value(source, property.name(), property.name());
			if (value != null) {
				add(property, property.key(), value);
			}
		}
	}

	private void add(@Nullable SpecifiedProperty property, String name, ConfiguredValue value) {
		if (property == null || property.type() != PropertyType.MAP) {
			String shown = (property != null) ? property.name() : value.name();
			this.scalars.putIfAbsent(name, new ConfiguredValue(shown, value.value(), value.origin()));
			return;
		}
		try {
			MapValue.parse(value.value())
				.forEach((key, text) -> putEntry(name, key, new ConfiguredValue(name, text, value.origin())));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTelemetryPropertyException(new InvalidValue(value, property, ex.getMessage()));
		}
	}

	private static boolean isBelowMap(String name) {
		return SpecifiedProperties.all()
			.stream()
			.anyMatch((property) -> property.type() == PropertyType.MAP && name.startsWith(property.name() + "."));
	}

	private boolean addMapEntry(String name, ConfiguredValue value) {
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			String prefix = property.name();
			if (property.type() == PropertyType.MAP && name.length() > prefix.length() + 1 && name.startsWith(prefix)) {
				char separator = name.charAt(prefix.length());
				String key = name.substring(prefix.length() + 1);
				if (separator == '.') {
					putEntry(prefix, unbracketed(key), value);
					return true;
				}
				if (separator == '[' && key.endsWith("]")) {
					putEntry(prefix, key.substring(0, key.length() - 1), value);
					return true;
				}
			}
		}
		return false;
	}

	private static String unbracketed(String key) {
		// A key in brackets may stand below another one, as in attributes.[app/part]
		return (key.startsWith("[") && key.endsWith("]")) ? key.substring(1, key.length() - 1) : key;
	}

	private void putEntry(String name, String key, ConfiguredValue value) {
		this.maps.computeIfAbsent(name, (map) -> new LinkedHashMap<>()).putIfAbsent(key, value);
	}

	private @Nullable ConfiguredValue value(PropertySource<?> source, String rawName, String canonical) {
		Object raw = source.getProperty(rawName);
		if (raw == null) {
			return null;
		}
		String text = this.environment.resolvePlaceholders(raw.toString()).strip();
		return new ConfiguredValue(canonical, text, PropertySourceOrigin.get(source, rawName));
	}

	private static @Nullable String canonical(String name, boolean variables) {
		if (variables && name.startsWith("OTEL_")) {
			return name.toLowerCase(Locale.ROOT).replace('_', '.');
		}
		return name.startsWith(PREFIX) ? name : null;
	}

	private static boolean isSystemEnvironment(PropertySource<?> source) {
		return source instanceof SystemEnvironmentPropertySource && (source.getName()
			.equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
				|| source.getName().endsWith("-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	private static boolean isIndex(String name, int bracket) {
		return name.endsWith("]") && bracket + 2 < name.length()
				&& name.chars().skip(bracket + 1L).limit(name.length() - bracket - 2L).allMatch(Character::isDigit);
	}

	private static ConfiguredValue join(String name, TreeMap<Integer, ConfiguredValue> elements) {
		Origin origin = elements.firstEntry().getValue().origin();
		return new ConfiguredValue(name,
				String.join(",", elements.values().stream().map(ConfiguredValue::value).toList()), origin);
	}

	private static ConfiguredValue join(String name, Map<String, ConfiguredValue> entries) {
		Map<String, String> values = new LinkedHashMap<>();
		entries.forEach((key, value) -> values.put(key, value.value()));
		return new ConfiguredValue(name, MapValue.format(values), entries.values().iterator().next().origin());
	}

}
