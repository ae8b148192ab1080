// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps a port that nobody listens on: connections to it are refused, and no other
 * program is given it meanwhile, neither as a server nor for an outgoing connection.
 */
final class PortHold implements AutoCloseable {

	private final Socket socket = new Socket();

	PortHold(InetSocketAddress address) throws IOException {
		this.socket.setReuseAddress(true);
		this.socket.bind(address);
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
