// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * What Spring's request does not tell about the connection that a request came on. There
 * is one for each kind of server.
 */
interface Connection {

	/**
	 * Return the address of the network peer, where the server puts another in its place.
	 * @param request the request of the server
	 * @return the address, or {@code null} if that is the request's remote address
	 */
	@Nullable Object peer(Object request);

	/**
	 * Return the protocol of a request.
	 * @param request the request of the server
	 * @return the protocol, such as {@code HTTP/1.1}, or {@code null} if it is not known
	 */
	@Nullable String protocol(Object request);

	/**
	 * Return what a proxy's header put before the path of the application.
	 * @param request the request of the server
	 * @return the prefix, or {@code null} if there is none
	 */
	@Nullable String forwardedPrefix(Object request);

	/**
	 * Return what knows the connection of a request.
	 * @param request the request of the server
	 * @return the connection, or {@code null} if nothing does
	 */
	static @Nullable Connection of(Object request) {
		if (Servers.NETTY != null && Servers.NETTY.knows(request)) {
			return Servers.NETTY;
		}
		return (Servers.SERVLET != null && ServletConnection.knows(request)) ? Servers.SERVLET : null;
	}

	/**
	 * Return the request of the server below Spring's.
	 * @param request the request
	 * @return the request of the server, or Spring's if it does not tell
	 */
	static Object nativeRequest(ServerHttpRequest request) {
		ServerHttpRequest current = request;
		while (current instanceof ServerHttpRequestDecorator decorator) {
			current = decorator.getDelegate();
		}
		if (!(current instanceof AbstractServerHttpRequest known)
				|| known.getClass().getName().equals(Servers.withoutNative)) {
			return request;
		}
		try {
			return known.getNativeRequest();
		}
		catch (RuntimeException ex) {
			// There is none in tests without a server, which need not be asked again.
			Servers.withoutNative = known.getClass().getName();
			return request;
		}
	}

	static @Nullable String addressOf(@Nullable Object address) {
		if (address instanceof InetSocketAddress socket) {
			InetAddress resolved = socket.getAddress();
			return (resolved != null) ? resolved.getHostAddress() : socket.getHostString();
		}
		return (address instanceof String text) ? text : null;
	}

	/**
	 * The kinds of servers that are present.
	 */
	final class Servers {

		static final @Nullable ReactorNettyConnection NETTY = ReactorNettyConnection.ifPresent();

		static final @Nullable ServletConnection SERVLET = ClassUtils
			.isPresent("jakarta.servlet.http.HttpServletRequest", Connection.class.getClassLoader())
					? new ServletConnection() : null;

		/**
		 * The class of requests that have no request of a server below.
		 */
		static volatile String withoutNative = "";

		private Servers() {
		}

	}

}
