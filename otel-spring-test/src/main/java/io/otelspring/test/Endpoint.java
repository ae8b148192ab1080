// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * A port that stays the same while its receiver comes and goes.
 */
final class Endpoint implements AutoCloseable {

	private final ReceiverFactory factory;

	private final int port;

	private @Nullable Receiver receiver;

	private @Nullable PortHold hold;

	Endpoint(int port, ReceiverFactory factory) {
		this.factory = factory;
		this.receiver = open(port);
		this.port = this.receiver.port();
	}

	int port() {
		return this.port;
	}

	synchronized void stop() {
		if (this.receiver == null) {
			return;
		}
		this.receiver.close();
		this.receiver = null;
		try {
			this.hold = new PortHold(address(this.port));
		}
		catch (BindException ex) {
			this.hold = null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	synchronized void resume() {
		if (this.receiver != null) {
			return;
		}
		release();
		this.receiver = open(this.port);
	}

	@Override
	public synchronized void close() {
		release();
		if (this.receiver != null) {
			this.receiver.close();
			this.receiver = null;
		}
	}

	static InetSocketAddress address(int port) {
		return new InetSocketAddress("127.0.0.1", port);
	}

	private void release() {
		if (this.hold != null) {
			this.hold.close();
			this.hold = null;
		}
	}

	private Receiver open(int port) {
		try {
			return this.factory.open(address(port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot listen on port " + port, ex);
		}
	}

	/**
	 * Opens a receiver on an address.
	 */
	interface ReceiverFactory {

		Receiver open(InetSocketAddress address) throws IOException;

	}

}
