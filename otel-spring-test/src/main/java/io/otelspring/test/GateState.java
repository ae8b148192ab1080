// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * What both gates of a collector share: its fault, its certificates, its connections.
 */
final class GateState {

	private final Map<Integer, GateConnection> connections = new ConcurrentHashMap<>();

	private volatile @Nullable Fault fault;

	private volatile @Nullable SSLContext tls;

	private volatile boolean clientCertificate;

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

	void remove(int port, GateConnection connection) {
		this.connections.remove(port, connection);
	}

	void resetAll() {
		this.connections.values().forEach(GateConnection::reset);
	}

	/**
	 * Tell how to reset a connection before its answer, if that is the fault.
	 * @param port the port from which the request came
	 * @return what resets the connection, or {@code null} if it is to be answered
	 */
	@Nullable Runnable loseAnswer(int port) {
		if (this.fault != Fault.LOSING_ANSWERS) {
			return null;
		}
		return () -> {
			GateConnection connection = this.connections.get(port);
			if (connection != null) {
				connection.reset();
			}
		};
	}

}
