// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A real server: answers with the status that the last part of the path names, else with
 * 200; {@code /hang} is answered when the server closes; {@code /flaky} fails twice.
 */
public final class LoopbackServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	public final CountDownLatch hanging = new CountDownLatch(1);

	public final List<Request> requests = new CopyOnWriteArrayList<>();

	public LoopbackServer() {
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

	private void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		long length = 0;
		try (InputStream body = exchange.getRequestBody()) {
			byte[] buffer = new byte[8192];
			for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
				length += read;
			}
		}
		this.requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
				exchange.getRequestHeaders(), length));
		if (path.endsWith("/hang")) {
			this.hanging.countDown();
			try {
				this.closed.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		int status = 200;
		String last = path.substring(path.lastIndexOf('/') + 1);
		if (last.matches("[2-5]\\d\\d")) {
			status = Integer.parseInt(last);
		}
		if (path.endsWith("/flaky") && this.requests.size() < 3) {
			status = 503;
		}
		exchange.getResponseHeaders().add("X-Answer", "one");
		exchange.getResponseHeaders().add("X-Answer", "two");
		byte[] body = "ok".getBytes();
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public String url() {
		return "http://127.0.0.1:" + port();
	}

	public Request request() {
		return this.requests.get(this.requests.size() - 1);
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	public record Request(String method, String uri, Headers headers, long length) {

		public @Nullable String header(String name) {
			return this.headers.getFirst(name);
		}

	}

}
