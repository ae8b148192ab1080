// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The forms of a property's name: as the SDK compares names, as Boot does, and as
 * environment variables have them.
 */
public final class PropertyNames {

	/**
	 * How the names of all properties begin.
	 */
	static final String PREFIX = "otel.";

	/**
	 * How the names of all environment variables begin.
	 */
	static final String VARIABLE_PREFIX = "OTEL_";

	private PropertyNames() {
	}

	/**
	 * Bring a name into the form in which the SDK compares names.
	 * @param name the name
	 * @return the name in lower case, with dots between all words
	 */
	public static String key(String name) {
		return name.toLowerCase(Locale.ROOT).replace('-', '.');
	}

	/**
	 * Bring a name into the form in which Boot compares names.
	 * @param name the name
	 * @return the name in lower case, with nothing between the words of one element
	 */
	static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
	}

	/**
	 * Return the property that an environment variable stands for.
	 * @param name the variable
	 * @return the property's name, with dots between all words
	 */
	static String ofVariable(String name) {
		return name.toLowerCase(Locale.ROOT).replace('_', '.');
	}

	/**
	 * Return the property that is written in a source.
	 * @param name the name in the source
	 * @param variables whether the source holds environment variables
	 * @return the property's name, or {@code null} if it is not one of ours
	 */
	static @Nullable String ofWritten(String name, boolean variables) {
		if (variables && name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length())) {
			return ofVariable(name);
		}
		return name.startsWith(PREFIX) ? name : null;
	}

	/**
	 * Return whether a name ends with the index of a list's element.
	 * @param name the name
	 * @param bracket where its last bracket opens
	 * @return whether nothing but a number stands between the brackets
	 */
	static boolean isIndexed(String name, int bracket) {
		return name.endsWith("]") && bracket + 2 < name.length()
				&& name.chars().skip(bracket + 1L).limit(name.length() - bracket - 2L).allMatch(Character::isDigit);
	}

	/**
	 * Return the key of a map's entry without brackets round it. One in brackets may
	 * stand below another one, as in {@code attributes.[app/part]}.
	 * @param key the key as it is written
	 * @return the key
	 */
	static String unbracketed(String key) {
		return (key.startsWith("[") && key.endsWith("]")) ? key.substring(1, key.length() - 1) : key;
	}

}
