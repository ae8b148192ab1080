// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secrets that can be told apart, and where they were put. They consist of letters, since
 * those are what is easily taken for harmless text, and no id or time contains them.
 */
public final class PlantedSecrets {

	private final Map<String, String> places = new LinkedHashMap<>();

	/**
	 * Make the next secret.
	 * @param place where it is put
	 * @return the secret
	 */
	public synchronized String in(String place) {
		int number = this.places.size();
		String secret = "hush" + (char) ('a' + number / 676) + (char) ('a' + number / 26 % 26)
				+ (char) ('a' + number % 26) + "x";
		this.places.put(secret, place);
		return secret;
	}

	/**
	 * Look for the secrets in a text.
	 * @param text the text
	 * @return each that was found, with the place where it was put and what surrounds it
	 */
	public synchronized Map<String, String> foundIn(String text) {
		Map<String, String> found = new TreeMap<>();
		this.places.forEach((secret, place) -> {
			int index = text.indexOf(secret);
			if (index != -1) {
				found.put(place, text.substring(Math.max(0, index - 80), Math.min(text.length(), index + 40)));
			}
		});
		return found;
	}

	/**
	 * Fail if a secret is in one of several texts.
	 * @param texts the texts by what they are, for the message
	 * @throws AssertionError if there is one, with the place where it was put and what
	 * surrounds it
	 */
	public void assertAbsentFrom(Map<String, String> texts) {
		Map<String, Map<String, String>> found = new TreeMap<>();
		texts.forEach((name, text) -> {
			Map<String, String> secrets = foundIn(text);
			if (!secrets.isEmpty()) {
				found.put(name, secrets);
			}
		});
		if (!found.isEmpty()) {
			throw new AssertionError("Secrets were found: " + found);
		}
	}

	/**
	 * How many there are.
	 * @return the number
	 */
	public synchronized int size() {
		return this.places.size();
	}

}
