// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes OTLP over HTTP and keeps each byte of it, so that a text can be looked for in all
 * that an application exports.
 */
public final class ByteCollector implements AutoCloseable {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final HttpServer server;

	/**
	 * Start it on a free port of loopback.
	 */
	public ByteCollector() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::receive);
		this.server.start();
	}

	private void receive(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		synchronized (this.bytes) {
			this.bytes.writeBytes(body);
		}
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	/**
	 * The value of {@code otel.exporter.otlp.endpoint}.
	 * @return the endpoint without a path
	 */
	public String endpoint() {
		return "http://localhost:" + port();
	}

	/**
	 * The port.
	 * @return the port
	 */
	public int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * What was received, if it was sent without compression.
	 * @return the bytes as text
	 */
	public String received() {
		synchronized (this.bytes) {
			return this.bytes.toString(StandardCharsets.UTF_8);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
