// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The specified text form of a map, {@code key=value,key=value} with percent-encoded
 * values.
 */
final class MapValue {

	private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/@";

	private MapValue() {
	}

	/**
	 * Read the text form.
	 * @param text the entries
	 * @return the entries with their values decoded, in order
	 * @throws IllegalArgumentException if an entry has no key, or no equals sign
	 */
	static Map<String, String> parse(String text) {
		Map<String, String> entries = new LinkedHashMap<>();
		int number = 0;
		for (String entry : text.split(",")) {
			number++;
			if (entry.isBlank()) {
				continue;
			}
			int equals = entry.indexOf('=');
			if (equals < 1 || entry.substring(0, equals).isBlank()) {
				// Not the entry itself: it may be a secret
				throw new IllegalArgumentException("entry " + number + " is not of the form key=value");
			}
			entries.put(entry.substring(0, equals).strip(), decode(entry.substring(equals + 1).strip()));
		}
		return entries;
	}

	static String format(Map<String, String> entries) {
		return entries.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + encode(entry.getValue()))
			.collect(Collectors.joining(","));
	}

	private static String encode(String value) {
		StringBuilder encoded = new StringBuilder(value.length() + 8);
		for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
			if (octet > 0 && PLAIN.indexOf(octet) >= 0) {
				encoded.append((char) octet);
			}
			else {
				encoded.append('%')
					.append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xF, 16)))
					.append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
			}
		}
		return encoded.toString();
	}

	private static String decode(String value) {
		if (value.indexOf('%') < 0) {
			return value;
		}
		ByteArrayOutputStream decoded = new ByteArrayOutputStream(value.length());
		byte[] octets = value.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < octets.length; i++) {
			int octet = octets[i];
			if (octet == '%' && i + 2 < octets.length) {
				int high = Character.digit(octets[i + 1], 16);
				int low = Character.digit(octets[i + 2], 16);
				if (high >= 0 && low >= 0) {
					octet = (high << 4) + low;
					i += 2;
				}
			}
			decoded.write(octet);
		}
		return decoded.toString(StandardCharsets.UTF_8);
	}

}
