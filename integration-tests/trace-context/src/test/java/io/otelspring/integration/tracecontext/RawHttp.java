// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.tracecontext;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;

/**
 * Sends header lines as they are written, and keeps those that arrive at the other end.
 */
final class RawHttp implements AutoCloseable {

	private final BlockingQueue<Headers> received = new ArrayBlockingQueue<>(100);

	private final HttpServer next;

	RawHttp() throws IOException {
		this.next = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.next.createContext("/", (exchange) -> {
			this.received.add(exchange.getRequestHeaders());
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		this.next.start();
	}

	/**
	 * Send a request and return the headers with which the application called on.
	 * @param port the application's port
	 * @param client the client that it is to use
	 * @param lines the header lines
	 * @return the headers of the call
	 */
	Headers send(int port, String client, List<String> lines) throws Exception {
		StringBuilder request = new StringBuilder("GET /" + client + "?next=http://localhost:"
				+ this.next.getAddress().getPort() + "/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
		lines.forEach((line) -> request.append(line).append("\r\n"));
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
			InputStream answer = socket.getInputStream();
			String text = new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
			if (!text.startsWith("HTTP/1.1 200")) {
				throw new AssertionError(text);
			}
		}
		Headers headers = this.received.poll(1, TimeUnit.MINUTES);
		if (headers == null) {
			throw new AssertionError("the application did not call on");
		}
		return headers;
	}

	@Override
	public void close() {
		this.next.stop(0);
	}

}
