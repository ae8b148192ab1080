// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging;

import org.springframework.util.StringUtils;

/**
 * Knows names of destinations that were made up at random, each of which is used once.
 */
public final class MadeUpNames {

	private static final int UUID_LENGTH = 36;

	private static final int UUID_DASHES = 4;

	private MadeUpNames() {
	}

	/**
	 * Return whether a name is a UUID.
	 * @param name the name
	 * @return whether it is
	 */
	public static boolean isUuid(String name) {
		return name.length() == UUID_LENGTH && StringUtils.countOccurrencesOf(name, "-") == UUID_DASHES
				&& name.chars().allMatch((character) -> character == '-' || Character.digit(character, 16) >= 0);
	}

}
