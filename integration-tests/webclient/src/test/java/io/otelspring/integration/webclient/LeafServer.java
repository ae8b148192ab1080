// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.webclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The peer: {@code /status/404} answers with that status, {@code /flaky} fails twice and
 * then answers, {@code /hang} does not answer, {@code /torn} breaks off in the body.
 */
final class LeafServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicInteger flaky = new AtomicInteger();

	final Map<String, String> traceparents = new ConcurrentHashMap<>();

	LeafServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String traceparent = exchange.getRequestHeaders().getFirst("traceparent");
		if (traceparent != null) {
			this.traceparents.put(path, traceparent);
		}
		exchange.getRequestBody().readAllBytes();
		byte[] body = "leaf".getBytes(StandardCharsets.UTF_8);
		if (path.endsWith("/hang")) {
			hang();
		}
		if (path.endsWith("/torn")) {
			exchange.sendResponseHeaders(200, body.length + 100);
			exchange.getResponseBody().write(body);
			exchange.getResponseBody().flush();
			exchange.close();
			return;
		}
		int status = 200;
		if (path.startsWith("/status/")) {
			status = Integer.parseInt(path.substring("/status/".length()));
		}
		if (path.endsWith("/flaky") && this.flaky.incrementAndGet() % 3 != 0) {
			status = 503;
		}
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private void hang() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
