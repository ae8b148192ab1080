// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What both gates of a collector share: its fault, its certificates, its connections.
 */
final class GateState {

	private final Consumer<Receipt> lost;

	private final Map<Integer, GateConnection> connections = new ConcurrentHashMap<>();

	private volatile @Nullable Fault fault;

	private volatile @Nullable SSLContext tls;

	private volatile boolean clientCertificate;

	GateState(Consumer<Receipt> lost) {
		this.lost = lost;
	}

	Consumer<Receipt> lost() {
		return this.lost;
	}

	@Nullable Fault fault() {
		return this.fault;
	}

	void fault(@Nullable Fault fault) {
		this.fault = fault;
	}

	@Nullable SSLContext tls() {
		return this.tls;
	}

	boolean clientCertificate() {
		return this.clientCertificate;
	}

	void useTls(SSLContext tls, boolean clientCertificate) {
		this.clientCertificate = clientCertificate;
		this.tls = tls;
	}

	/**
	 * Remember a connection.
	 * @param port the port from which it reaches the collector behind the gate
	 * @param connection the connection
	 */
	void add(int port, GateConnection connection) {
		this.connections.put(port, connection);
	}

	void resetAll() {
		this.connections.values().forEach(GateConnection::reset);
	}

	/**
	 * A request was taken in.
	 * @param receipt what became of it
	 * @param port the port from which it came
	 * @param wireSize the size of its body
	 */
	void taken(Receipt receipt, int port, long wireSize) {
		// Kept until its port is used anew; whoever does not come through a gate has none
		GateConnection connection = this.connections.get(port);
		if (connection == null) {
			return;
		}
		connection.unanswered().taken(receipt, wireSize);
		if (this.fault == Fault.LOSING_ANSWERS) {
			connection.reset();
		}
	}

}
