// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps secrets out of what is shown.
 */
public final class Secrets {

	static final String MASK = "******";

	private static final Pattern SECRET_NAME = Pattern
		.compile("(?i)(.*[._-])?(headers|.*password|passwd|pwd|.*secret|.*token|.*credentials?"
				+ "|.*(api|licen[cs]e|access|account|private|shared)[._-]?key"
				+ "|connection[._-]?string|authorization)([._\\[-].*)?");

	private static final Pattern NAMES_OF_HEADERS = Pattern
		.compile("otel\\.(instrumentation\\..*capture.(request|response).headers|redaction\\.headers)(\\[\\d+])?");

	private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");

	private static final Pattern QUERY = Pattern.compile("(?<=://[^\\s?]{0,2000})\\?[^\\s,]+");

	private static final Pattern ENTRY = Pattern.compile("(?<=^|,)(\\s*([^=,\\s]+)\\s*=)[^,]*");

	private Secrets() {
	}

	/**
	 * Mask a property's value if its name says that it is a secret, the values of a map
	 * whose keys say so, and user information and queries in addresses in any case.
	 * @param name the property
	 * @param value the value
	 * @return what can be shown
	 */
	public static String mask(String name, String value) {
		if (SECRET_NAME.matcher(name).matches() && !NAMES_OF_HEADERS.matcher(name).matches()) {
			return MASK;
		}
		String shown = value.contains("://")
				? QUERY.matcher(USER_INFO.matcher(value).replaceAll(MASK + "@")).replaceAll("?" + MASK) : value;
		return (shown.indexOf('=') == -1) ? shown
				: ENTRY.matcher(shown)
					.replaceAll((entry) -> Matcher.quoteReplacement(
							SECRET_NAME.matcher(entry.group(2)).matches() ? entry.group(1) + MASK : entry.group()));
	}

}
