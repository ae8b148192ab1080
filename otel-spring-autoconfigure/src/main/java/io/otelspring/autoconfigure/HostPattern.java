// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.Locale;

import org.springframework.util.PatternMatchUtils;

/**
 * A pattern of hosts, with or without a port.
 *
 * @param host the host, in lower case, in which an asterisk stands for any characters
 * @param port the port, or -1 for any
 */
record HostPattern(String host, int port) {

	private static final int HIGHEST_PORT = 65_535;

	// Reads *.example.com, example.com:8080 or [::1]:8080
	static HostPattern parse(String text) {
		String pattern = text.strip().toLowerCase(Locale.ROOT);
		if (pattern.isEmpty() || pattern.indexOf('/') != -1 || pattern.indexOf('@') != -1
				|| pattern.indexOf(' ') != -1) {
			throw new IllegalArgumentException("'" + text + "' is not a host");
		}
		if (pattern.startsWith("[")) {
			int end = pattern.indexOf(']');
			String rest = (end != -1) ? pattern.substring(end + 1) : "?";
			if (!rest.isEmpty() && !rest.startsWith(":")) {
				throw new IllegalArgumentException("'" + text + "' is not an address");
			}
			return new HostPattern(pattern.substring(1, end), rest.isEmpty() ? -1 : port(text, rest.substring(1)));
		}
		int colon = pattern.indexOf(':');
		if (colon == -1 || pattern.indexOf(':', colon + 1) != -1) {
			return new HostPattern(pattern, -1);
		}
		return new HostPattern(pattern.substring(0, colon), port(text, pattern.substring(colon + 1)));
	}

	private static int port(String text, String port) {
		if (port.equals("*")) {
			return -1;
		}
		if (port.matches("\\d{1,5}") && Integer.parseInt(port) <= HIGHEST_PORT) {
			return Integer.parseInt(port);
		}
		throw new IllegalArgumentException("'" + text + "' has no port after its colon");
	}

	boolean matches(String lowerCaseHost, long actualPort) {
		return (this.port == -1 || this.port == actualPort) && PatternMatchUtils.simpleMatch(this.host, lowerCaseHost);
	}

}
