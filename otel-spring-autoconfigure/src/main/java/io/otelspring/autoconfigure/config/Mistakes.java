// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Mistakes that can be in any value: quotation marks that came along, and placeholders
 * for which there is nothing.
 */
final class Mistakes {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]+)[^}]*}?");

	private static final int SHORTEST_QUOTED = 2;

	private Mistakes() {
	}

	/**
	 * Look at a value.
	 * @param value the value
	 * @return what is wrong with it, or {@code null} if nothing is
	 */
	static @Nullable String in(String value) {
		return isQuoted(value) ? "the quotation marks are part of the value" : inEntry(value);
	}

	/**
	 * Look at the value of an entry of a map, in which quotation marks can be meant.
	 * @param value the value
	 * @return what is wrong with it, or {@code null} if nothing is
	 */
	static @Nullable String inEntry(String value) {
		if (value.contains("${")) {
			Matcher placeholder = PLACEHOLDER.matcher(value);
			return placeholder.find() ? "there is no value for the placeholder ${" + placeholder.group(1) + "}" : null;
		}
		return null;
	}

	static @Nullable String remedy(SpecifiedProperty property, String value) {
		if (isQuoted(value)) {
			return Remedies.write(property.name(),
					Secrets.mask(property.name(), value.substring(1, value.length() - 1)))
					+ " Neither a variable nor a file of variables needs quotation marks.";
		}
		return "Set what the placeholder stands for, or give it a default as in ${NAME:default}.";
	}

	private static boolean isQuoted(String value) {
		if (value.length() < SHORTEST_QUOTED) {
			return false;
		}
		char first = value.charAt(0);
		return (first == '"' || first == '\'') && value.charAt(value.length() - 1) == first;
	}

}
