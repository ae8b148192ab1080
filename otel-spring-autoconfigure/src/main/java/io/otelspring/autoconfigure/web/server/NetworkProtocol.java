// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The protocol of a request as the conventions want it: the version without its name, and
 * the name only where it is not HTTP.
 *
 * @param name the name in lower case, or {@code null} for HTTP
 * @param version the version, or {@code null} if it is not known
 */
record NetworkProtocol(@Nullable String name, @Nullable String version) {

	private static final NetworkProtocol HTTP_1_0 = new NetworkProtocol(null, "1.0");

	private static final NetworkProtocol HTTP_1_1 = new NetworkProtocol(null, "1.1");

	private static final NetworkProtocol HTTP_2 = new NetworkProtocol(null, "2");

	private static final NetworkProtocol HTTP_3 = new NetworkProtocol(null, "3");

	private static final NetworkProtocol UNKNOWN = new NetworkProtocol(null, null);

	static NetworkProtocol of(@Nullable String protocol) {
		if (protocol == null) {
			return UNKNOWN;
		}
		return switch (protocol) {
			case "HTTP/1.1" -> HTTP_1_1;
			case "HTTP/1.0" -> HTTP_1_0;
			case "HTTP/2.0", "HTTP/2" -> HTTP_2;
			case "HTTP/3.0", "HTTP/3" -> HTTP_3;
			default -> parse(protocol);
		};
	}

	private static NetworkProtocol parse(String protocol) {
		int slash = protocol.indexOf('/');
		String name = ((slash != -1) ? protocol.substring(0, slash) : protocol).toLowerCase(Locale.ROOT);
		String version = (slash != -1) ? protocol.substring(slash + 1) : null;
		return new NetworkProtocol((name.isEmpty() || "http".equals(name)) ? null : name, version);
	}

}
