// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import org.jspecify.annotations.Nullable;

/**
 * A proxy on the way to a destination.
 *
 * @param host the proxy's host
 * @param port the proxy's port
 * @param user who to log in as, or {@code null}
 * @param password the password, or {@code null}
 */
record ProxySettings(String host, int port, @Nullable String user, @Nullable String password) {

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
