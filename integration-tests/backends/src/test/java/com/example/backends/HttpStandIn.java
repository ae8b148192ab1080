// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A host that answers as it is told, and keeps what it received as text, by path.
 */
final class HttpStandIn implements AutoCloseable {

	private final HttpServer server;

	private final Map<String, String> answers;

	private final Map<String, String> received = new ConcurrentHashMap<>();

	HttpStandIn(Map<String, String> answers) throws IOException {
		this.answers = answers;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		if (body.length > 1 && body[0] == 0x1F) {
			try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
				body = unpacked.readAllBytes();
			}
		}
		String path = exchange.getRequestURI().getPath();
		this.received.merge(path, new String(body, StandardCharsets.UTF_8), String::concat);
		byte[] answer = this.answers.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Return what came to a path.
	 * @param path the path
	 * @return the bodies, one after the other
	 */
	String received(String path) {
		return this.received.getOrDefault(path, "");
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
