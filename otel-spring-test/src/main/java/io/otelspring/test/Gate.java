// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens in place of a receiver, and lets through to it what the present fault allows.
 */
final class Gate implements Receiver {

	private final ServerSocket server = new ServerSocket();

	private final int target;

	private final GateState state;

	private final Kind kind;

	private final ReceiverThreads threads;

	private final Set<GateConnection> connections = ConcurrentHashMap.newKeySet();

	Gate(InetSocketAddress address, int target, GateState state, Kind kind) throws IOException {
		this.target = target;
		this.state = state;
		this.kind = kind;
		this.threads = new ReceiverThreads((kind == Kind.HTTP) ? "otlp-gate-http" : "otlp-gate-grpc");
		this.server.setReuseAddress(true);
		this.server.bind(address, 200);
		this.threads.newThread(this::accept).start();
	}

	@Override
	public int port() {
		return this.server.getLocalPort();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				GateConnection connection = new GateConnection(client, this.target, this.state, this.kind,
						this.threads);
				this.connections.add(connection);
				this.threads.newThread(() -> {
					connection.serve();
					this.connections.remove(connection);
				}).start();
				if (this.server.isClosed()) {
					connection.reset();
				}
			}
		}
		catch (IOException ex) {
			// Closed: nobody listens any more
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			// It does not listen any more in any case
		}
		this.connections.forEach(GateConnection::reset);
	}

	/**
	 * What is spoken.
	 */
	enum Kind {

		/** HTTP/1.1. */
		HTTP,

		/** HTTP/2. */
		HTTP2

	}

}
