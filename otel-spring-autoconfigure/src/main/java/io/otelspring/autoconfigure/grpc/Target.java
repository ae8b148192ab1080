// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import org.jspecify.annotations.Nullable;

/**
 * The server that a call is for, as its authority names it.
 *
 * @param address the host, or {@code null} if it is not known
 * @param port the port, or {@code null} if the authority names none
 */
record Target(@Nullable String address, @Nullable Long port) {

	static final Target UNKNOWN = new Target(null, null);

	private static final int MAX_LENGTH = 255;

	static Target of(@Nullable String authority) {
		if (authority == null || authority.isEmpty() || authority.length() > MAX_LENGTH) {
			return UNKNOWN;
		}
		String host = authority.substring(authority.lastIndexOf('@') + 1);
		int colon = host.lastIndexOf(':');
		if (host.startsWith("[")) {
			int end = host.indexOf(']');
			if (end < 0) {
				return UNKNOWN;
			}
			Long port = (colon == end + 1) ? port(host.substring(colon + 1)) : null;
			return new Target(host.substring(1, end), port);
		}
		if (colon < 0 || host.indexOf(':') != colon) {
			return new Target(host, null);
		}
		Long port = port(host.substring(colon + 1));
		return (port != null) ? new Target(host.substring(0, colon), port) : new Target(host, null);
	}

	private static @Nullable Long port(String text) {
		try {
			int port = Integer.parseInt(text);
			return (port > 0 && port <= 65535) ? (long) port : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
