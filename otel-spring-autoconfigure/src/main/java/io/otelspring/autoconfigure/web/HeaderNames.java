// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import java.util.List;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Names of headers that somebody configured.
 */
public final class HeaderNames {

	// An asterisk is allowed in a name, but whoever writes it means a pattern
	private static final String DELIMITERS = "\"(),/:;<=>?@[\\]{}*";

	private static final char DELETE = 0x7F;

	private HeaderNames() {
	}

	/**
	 * Refuse names that no header can have.
	 * @param property the property
	 * @param names the names
	 * @return the names
	 * @throws InvalidConfigurationPropertyValueException if one of them is not a name
	 */
	public static List<String> checked(String property, List<String> names) {
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i).trim();
			if (!name.chars().allMatch((c) -> c > ' ' && c < DELETE && DELIMITERS.indexOf(c) < 0)) {
				throw new InvalidConfigurationPropertyValueException(property + "[" + i + "]", names.get(i),
						"no header has such a name. Write names alone, as in " + property + ": x-tenant, x-region.");
			}
		}
		return names;
	}

}
