// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.web.server.PeerAddress;

/**
 * The connection where a servlet container is the server.
 */
final class ServletConnection implements Connection {

	static boolean knows(Object request) {
		return request instanceof HttpServletRequest;
	}

	@Override
	public @Nullable Object peer(Object request) {
		return ((HttpServletRequest) request).getAttribute(PeerAddress.ATTRIBUTE);
	}

	@Override
	public @Nullable String protocol(Object request) {
		return ((HttpServletRequest) request).getProtocol();
	}

	@Override
	public @Nullable String forwardedPrefix(Object request) {
		return null;
	}

}
