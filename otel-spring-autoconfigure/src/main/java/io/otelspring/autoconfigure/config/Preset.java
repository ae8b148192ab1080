// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * What is known about a backend: a file below {@code preset}, read when the backend is
 * named. An entry may stand for one of the signals ({@code metrics.header.x}), and for
 * one value of the option that {@code variant} names ({@code endpoint@eu}); values hold
 * options as {@code ${name}}, or {@code ${name?}} where the entry goes without it.
 */
final class Preset {

	private static final String OPTION = "option.";

	private final String name;

	private final Map<String, String> entries;

	private Preset(String name, Map<String, String> entries) {
		this.name = name;
		this.entries = entries;
	}

	/**
	 * Read a preset.
	 * @param name the backend's name
	 * @return the preset or {@code null} if there is none of the name
	 */
	static @Nullable Preset load(String name) {
		try (InputStream file = Preset.class.getResourceAsStream("preset/" + name + ".properties")) {
			if (file == null) {
				return null;
			}
			Properties properties = new Properties();
			properties.load(file);
			Map<String, String> entries = new TreeMap<>();
			properties.forEach((key, value) -> entries.put((String) key, (String) value));
			return new Preset(name, entries);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	List<String> signals() {
		return list("signals");
	}

	/**
	 * Return an entry.
	 * @param key its key
	 * @param variant the variant that is wanted, or {@code null} if there are none
	 * @return its value, that of the variant if there is one, or {@code null}
	 */
	@Nullable String get(String key, @Nullable String variant) {
		String special = (variant != null) ? this.entries.get(key + "@" + variant) : null;
		return (special != null) ? special : this.entries.get(key);
	}

	/**
	 * Return the entries whose keys begin alike.
	 * @param prefix the beginning
	 * @param variant the variant that is wanted, or {@code null} if there are none
	 * @return the values by the rest of their keys
	 */
	Map<String, String> below(String prefix, @Nullable String variant) {
		Map<String, String> below = new TreeMap<>();
		this.entries.forEach((key, value) -> {
			if (key.startsWith(prefix)) {
				int at = key.indexOf('@');
				if (at < 0) {
					below.putIfAbsent(key.substring(prefix.length()), value);
				}
				else if (key.substring(at + 1).equals(variant)) {
					below.put(key.substring(prefix.length(), at), value);
				}
			}
		});
		return below;
	}

	List<String> options() {
		return this.entries.keySet()
			.stream()
			.filter((key) -> key.startsWith(OPTION) && key.indexOf('.', OPTION.length()) < 0)
			.map((key) -> key.substring(OPTION.length()))
			.toList();
	}

	/**
	 * Return the environment variable that supplies an option.
	 * @param option the option
	 * @return the variable's name, empty if there is none
	 */
	String variable(String option) {
		return this.entries.getOrDefault(OPTION + option, "");
	}

	@Nullable String defaultOf(String option) {
		return this.entries.get(OPTION + option + ".default");
	}

	/**
	 * Return the default that an option has where another option is given.
	 * @param option the option
	 * @return the other option and the value, as {@code other:value}, or {@code null}
	 */
	@Nullable String conditionalDefaultOf(String option) {
		return this.entries.get(OPTION + option + ".default-with");
	}

	/**
	 * Compare an option with what it is to be like.
	 * @param option the option
	 * @param value its value
	 * @return an example if the value is not like it, or {@code null}
	 */
	@Nullable String exampleOf(String option, String value) {
		String pattern = this.entries.get(OPTION + option + ".pattern");
		return (pattern != null && !value.matches(pattern)) ? this.entries.get(OPTION + option + ".example") : null;
	}

	List<String> valuesOf(String option) {
		return list(OPTION + option + ".values");
	}

	private List<String> list(String key) {
		return List.of(StringUtils.tokenizeToStringArray(this.entries.get(key), ","));
	}

}
