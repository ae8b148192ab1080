// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

	private final ConfigurableEnvironment environment;

	private final Map<String, ConfiguredValue> scalars = new LinkedHashMap<>();

	private final Map<String, Map<String, ConfiguredValue>> maps = new LinkedHashMap<>();

	private final Map<String, UnknownKey> unknown = new LinkedHashMap<>();

	private final List<InvalidValue> invalid = new ArrayList<>();

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

	/**
	 * Return what has been collected that is not in the catalogue.
	 * @return the keys, each once
	 */
	List<UnknownKey> unknown() {
		return List.copyOf(this.unknown.values());
	}

	/**
	 * Return what has a form that it cannot have.
	 * @return the values
	 */
	List<InvalidValue> invalid() {
		return this.invalid;
	}

	private void collect(EnumerablePropertySource<?> source) {
		boolean variables = isSystemEnvironment(source);
		Map<String, TreeMap<Integer, ConfiguredValue>> lists = new LinkedHashMap<>();
		for (String name : source.getPropertyNames()) {
			String canonical = PropertyNames.ofWritten(name, variables);
			if (canonical != null) {
				collect(source, name, canonical, variables, lists);
			}
			else if (!variables) {
				String meant = name.startsWith(PropertyNames.VARIABLE_PREFIX) ? PropertyNames.ofVariable(name)
						: misplaced(name);
				ConfiguredValue value = (meant != null) ? value(source, name, meant) : null;
				if (meant != null && value != null) {
					addUnknown(new UnknownKey(name, meant, false, value));
				}
			}
		}
		lists.forEach((name, elements) -> addList(name, elements));
	}

	private void collect(EnumerablePropertySource<?> source, String name, String canonical, boolean variables,
			Map<String, TreeMap<Integer, ConfiguredValue>> lists) {
		ConfiguredValue value = value(source, name, canonical);
		if (value == null || (variables && value.value().isEmpty())) {
			return;
		}
		SpecifiedProperty property = variables ? SpecifiedProperties.find(canonical)
				: SpecifiedProperties.findWritten(canonical);
		if (property != null) {
			add(property, value);
			return;
		}
		SpecifiedProperty map = mapAbove(canonical, variables);
		if (map != null && !variables) {
			addEntry(map, canonical, value);
			return;
		}
		if (map != null && map.name().equals("otel.resource.attributes")) {
			// Made by an operator
			return;
		}
		int bracket = canonical.lastIndexOf('[');
		boolean element = !variables && bracket > 0 && PropertyNames.isIndexed(canonical, bracket);
		String base = element ? canonical.substring(0, bracket) : canonical;
		if (element) {
			lists.computeIfAbsent(base, (key) -> new TreeMap<>())
				.put(Integer.valueOf(canonical.substring(bracket + 1, canonical.length() - 1)), value);
		}
		else if (SpecifiedProperties.find(canonical) == null) {
			this.scalars.putIfAbsent(PropertyNames.key(canonical), value);
		}
		if (!element || SpecifiedProperties.findWritten(base) == null) {
			addUnknown(new UnknownKey(element ? base : name, base, variables, value));
		}
	}

	private void lookUp(PropertySource<?> source) {
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			ConfiguredValue value = value(source, property.name(), property.name());
			if (value != null) {
				add(property, value);
			}
		}
	}

	private void add(SpecifiedProperty property, ConfiguredValue value) {
		String name = property.key();
		String mistake = Mistakes.in(value.value());
		if (mistake != null) {
			if (!this.scalars.containsKey(name)) {
				this.invalid.add(InvalidValue.of(value, property, mistake, Mistakes.remedy(property, value.value())));
			}
			return;
		}
		if (property.type() != PropertyType.MAP) {
			this.scalars.putIfAbsent(name, new ConfiguredValue(property.name(), value.value(), value.origin()));
			return;
		}
		try {
			MapValue.parse(value.value())
				.forEach((key, text) -> putEntry(name, key, new ConfiguredValue(name, text, value.origin())));
		}
		catch (IllegalArgumentException ex) {
			this.invalid.add(InvalidValue.of(value, property, ex.getMessage(), Remedies.of(property, value.value())));
		}
	}

	private void addList(String name, TreeMap<Integer, ConfiguredValue> elements) {
		SpecifiedProperty property = SpecifiedProperties.findWritten(name);
		ConfiguredValue list = join((property != null) ? property.name() : name, elements);
		if (property != null && property.type() != PropertyType.LIST) {
			this.invalid.add(InvalidValue.of(list, property, "it is a list, where one value is needed"));
			return;
		}
		if (property != null) {
			add(property, list);
		}
		else {
			this.scalars.putIfAbsent(PropertyNames.key(name), list);
		}
	}

	// Find the property that stands below something else, such as {@code spring.otel}.
	private static @Nullable String misplaced(String name) {
		int otel = name.indexOf("." + PropertyNames.PREFIX);
		String rest = (otel > 0) ? name.substring(otel + 1) : name.startsWith("opentelemetry.")
				? PropertyNames.PREFIX + name.substring("opentelemetry.".length()) : null;
		if (rest == null) {
			return null;
		}
		int bracket = rest.indexOf('[');
		String property = (bracket > 0) ? rest.substring(0, bracket) : rest;
		return (SpecifiedProperties.findWritten(property) != null) ? property : null;
	}

	private static @Nullable SpecifiedProperty mapAbove(String name, boolean variable) {
		for (SpecifiedProperty property : SpecifiedProperties.maps()) {
			int length = property.name().length();
			if (name.length() > length + 1 && name.startsWith(property.name())
					&& (name.charAt(length) == '.' || !variable && name.charAt(length) == '[')) {
				return property;
			}
		}
		return null;
	}

	private void addEntry(SpecifiedProperty map, String name, ConfiguredValue value) {
		int length = map.name().length();
		String key = name.substring(length + 1);
		if (name.charAt(length) == '[') {
			int end = key.indexOf(']');
			if (end > 0 && key.chars().limit(end).allMatch(Character::isDigit)) {
				this.invalid.add(InvalidValue.of(new ConfiguredValue(map.name(), value.value(), value.origin()), map,
						"it is a list, where a map is needed: write 'key: value' without a dash before it"));
				return;
			}
			key = key.endsWith("]") ? key.substring(0, key.length() - 1) : key;
		}
		String mistake = Mistakes.inEntry(value.value());
		if (mistake != null) {
			this.invalid.add(InvalidValue.of(new ConfiguredValue(map.name(), value.value(), value.origin()), map,
					"in the entry " + PropertyNames.unbracketed(key) + ", " + mistake,
					Mistakes.remedy(map, value.value())));
			return;
		}
		putEntry(map.key(), PropertyNames.unbracketed(key), value);
	}

	private void putEntry(String name, String key, ConfiguredValue value) {
		this.maps.computeIfAbsent(name, (map) -> new LinkedHashMap<>()).putIfAbsent(key, value);
	}

	private void addUnknown(UnknownKey key) {
		if (!key.value().value().isEmpty()) {
			this.unknown.putIfAbsent(key.written(), key);
		}
	}

	private @Nullable ConfiguredValue value(PropertySource<?> source, String rawName, String canonical) {
		Object raw = source.getProperty(rawName);
		if (raw == null) {
			return null;
		}
		String text = this.environment.resolvePlaceholders(raw.toString()).strip();
		return new ConfiguredValue(canonical, text, PropertySourceOrigin.get(source, rawName));
	}

	private static boolean isSystemEnvironment(PropertySource<?> source) {
		return source instanceof SystemEnvironmentPropertySource && (source.getName()
			.equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)
				|| source.getName().endsWith("-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
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
