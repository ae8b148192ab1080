// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.lettuce.core.tracing.Tracing;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.db.DatabaseOperation;
import io.otelspring.autoconfigure.db.DatabaseSystem;
import io.otelspring.autoconfigure.db.DatabaseTarget;

/**
 * The other end of a connection, with the operations that were sent there. Lettuce makes
 * one for each connection.
 */
final class RedisEndpoint implements Tracing.Endpoint {

	private static final DatabaseSystem SYSTEM = DatabaseSystem.of("redis");

	private static final int OPERATIONS = 500;

	private final @Nullable String peerAddress;

	private final long peerPort;

	private final Tracing.@Nullable Endpoint other;

	private final DatabaseTarget target;

	private final BoundedCache<String, DatabaseOperation> operations;

	RedisEndpoint(SocketAddress address, Tracing.@Nullable Endpoint other) {
		this.other = other;
		if (address instanceof InetSocketAddress internet) {
			this.target = new DatabaseTarget(SYSTEM, null, internet.getHostString(), (long) internet.getPort());
			this.peerAddress = (internet.getAddress() != null) ? internet.getAddress().getHostAddress() : null;
			this.peerPort = internet.getPort();
		}
		else {
			this.target = new DatabaseTarget(SYSTEM, null, String.valueOf(address), null);
			this.peerAddress = this.target.serverAddress();
			this.peerPort = 0;
		}
		this.operations = new BoundedCache<>(OPERATIONS, (name) -> DatabaseOperation.of(this.target, name, null));
	}

	/**
	 * Return the operation of a command.
	 * @param command the name of the command
	 * @return the operation
	 */
	DatabaseOperation operation(String command) {
		return this.operations.get(command);
	}

	/**
	 * The address of the peer.
	 * @return the address, or {@code null} where it is not known
	 */
	@Nullable String peerAddress() {
		return this.peerAddress;
	}

	/**
	 * The port of the peer.
	 * @return the port, or 0 where there is none
	 */
	long peerPort() {
		return this.peerPort;
	}

	/**
	 * What the application's own tracing has in this place.
	 * @return it, or {@code null}
	 */
	Tracing.@Nullable Endpoint other() {
		return this.other;
	}

}
