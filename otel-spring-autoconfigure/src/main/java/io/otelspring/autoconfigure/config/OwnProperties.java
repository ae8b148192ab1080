// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the properties that capabilities bind to records. The list is a tested
 * copy of the configuration metadata, which is made of the records when they are compiled
 * and is much longer. Read only where somebody configures something that is not in the
 * catalogue.
 */
final class OwnProperties {

	private static final String LIST = "own-properties.properties";

	private static final Pattern VALUE_TYPE = Pattern
		.compile("java\\.util\\.(?:List|Set|Map<java\\.lang\\.String, ?)<?([\\w.$]+)>+");

	private final Map<String, String> types;

	/**
	 * Create a list of properties.
	 * @param types the types of the properties by their names
	 */
	OwnProperties(Map<String, String> types) {
		this.types = types;
	}

	/**
	 * Read the list of this library.
	 * @return the properties, or none if there is no list
	 */
	static OwnProperties load() {
		Properties list = new Properties();
		try (InputStream stream = OwnProperties.class.getResourceAsStream(LIST)) {
			if (stream != null) {
				list.load(stream);
			}
		}
		catch (IOException ex) {
			// Then nothing of ours is known, and isEmpty says so
		}
		Map<String, String> types = new TreeMap<>();
		list.stringPropertyNames().forEach((name) -> types.put(name, list.getProperty(name)));
		return new OwnProperties(types);
	}

	boolean isEmpty() {
		return this.types.isEmpty();
	}

	List<String> names() {
		return List.copyOf(this.types.keySet());
	}

	/**
	 * Return whether Boot binds a key to one of the properties.
	 * @param key the key
	 * @return whether it does
	 */
	boolean contain(UnknownKey key) {
		String name = key.variable() ? key.name() : PropertyNames.uniform(key.name());
		for (Map.Entry<String, String> property : this.types.entrySet()) {
			if (key.variable() ? isVariable(name, property.getKey(), property.getValue())
					: isWritten(name, PropertyNames.uniform(property.getKey()), property.getValue())) {
				return true;
			}
		}
		return false;
	}

	private static boolean isVariable(String name, String property, String type) {
		String squeezed = NearestName.squeeze(name);
		String expected = NearestName.squeeze(property);
		return squeezed.replaceAll("\\d+$", "").equals(expected)
				|| (isContainer(type) && squeezed.startsWith(expected));
	}

	private static boolean isWritten(String name, String property, String type) {
		if (name.equals(property)) {
			return true;
		}
		if (!isContainer(type) || !name.startsWith(property) || name.length() == property.length()) {
			return false;
		}
		String rest = name.substring(property.length());
		if (rest.charAt(0) == '[') {
			int end = rest.indexOf(']');
			rest = (end > 0) ? rest.substring(end + 1) : "";
		}
		else if (rest.charAt(0) == '.') {
			int end = rest.indexOf('.', 1);
			rest = (type.startsWith("java.util.Map") && end > 0) ? rest.substring(end) : "";
		}
		else {
			return false;
		}
		Matcher valueType = VALUE_TYPE.matcher(type);
		return rest.isEmpty() || !valueType.matches() || isComponent(rest.substring(1), valueType.group(1));
	}

	private static boolean isContainer(String type) {
		return type.startsWith("java.util.Map") || type.startsWith("java.util.List")
				|| type.startsWith("java.util.Set");
	}

	// Return whether a record has a component, which metadata does not tell of records in
	// lists and maps.
	private static boolean isComponent(String rest, String typeName) {
		Class<?> type;
		try {
			type = Class.forName(typeName, false, OwnProperties.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return true;
		}
		return !type.isRecord() || isComponent(rest, type);
	}

	private static boolean isComponent(String rest, Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = component.getName().toLowerCase(Locale.ROOT);
			if (rest.equals(name)) {
				return true;
			}
			if (rest.startsWith(name + ".") || rest.startsWith(name + "[")) {
				Class<?> componentType = component.getType();
				return !componentType.isRecord() || isComponent(rest.substring(name.length() + 1), componentType);
			}
		}
		return false;
	}

	/**
	 * Return the names that somebody can have meant.
	 * @return the names of the catalogue and of our own
	 */
	List<String> candidates() {
		List<String> names = new ArrayList<>();
		for (SpecifiedProperty property : SpecifiedProperties.all()) {
			if (property.supported()) {
				names.add(property.name());
			}
		}
		names.addAll(this.types.keySet());
		return names;
	}

}
