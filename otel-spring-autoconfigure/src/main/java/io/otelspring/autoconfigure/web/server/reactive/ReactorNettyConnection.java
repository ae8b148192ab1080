// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * The connection where Reactor Netty is the server. Its methods are looked up by name, so
 * that it need not be there where this is compiled: it would become the HTTP client of
 * everything that looks for one.
 */
final class ReactorNettyConnection implements Connection {

	private static final String REQUEST = "reactor.netty.http.server.HttpServerRequest";

	private final Class<?> type;

	private final MethodHandle connectionRemoteAddress;

	private final MethodHandle remoteAddress;

	private final MethodHandle protocol;

	private final MethodHandle forwardedPrefix;

	private ReactorNettyConnection(Class<?> type) throws ReflectiveOperationException {
		this.type = type;
		this.connectionRemoteAddress = method("connectionRemoteAddress", SocketAddress.class);
		this.remoteAddress = method("remoteAddress", SocketAddress.class);
		this.protocol = method("protocol", String.class);
		this.forwardedPrefix = method("forwardedPrefix", String.class);
	}

	static @Nullable ReactorNettyConnection ifPresent() {
		try {
			return new ReactorNettyConnection(Class.forName(REQUEST, false, Connection.class.getClassLoader()));
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return null;
		}
	}

	boolean knows(Object request) {
		return this.type.isInstance(request);
	}

	@Override
	public @Nullable Object peer(Object request) {
		Object connected = call(this.connectionRemoteAddress, request);
		return (connected != call(this.remoteAddress, request)) ? connected : null;
	}

	@Override
	public @Nullable String protocol(Object request) {
		return (String) call(this.protocol, request);
	}

	@Override
	public @Nullable String forwardedPrefix(Object request) {
		return (String) call(this.forwardedPrefix, request);
	}

	private MethodHandle method(String name, Class<?> result) throws ReflectiveOperationException {
		return MethodHandles.publicLookup()
			.findVirtual(this.type, name, MethodType.methodType(result))
			.asType(MethodType.methodType(Object.class, Object.class));
	}

	private static @Nullable Object call(MethodHandle method, Object request) {
		try {
			return method.invokeExact(request);
		}
		catch (Throwable ex) {
			return null;
		}
	}

}
