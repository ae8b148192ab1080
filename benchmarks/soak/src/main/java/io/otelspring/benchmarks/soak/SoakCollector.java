// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A collector that takes everything, keeps nothing, and can be slow, hang, or be down.
 */
final class SoakCollector implements AutoCloseable {

	private static final Duration SLOWNESS = Duration.ofMillis(300);

	private static final Duration HANGING = Duration.ofSeconds(15);

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "collector");
		thread.setDaemon(true);
		return thread;
	});

	private final LongAdder requests = new LongAdder();

	private final int port;

	private volatile State state = State.UP;

	private @Nullable HttpServer server;

	SoakCollector() throws IOException {
		this.port = listen(0);
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * Counts the requests that were answered well.
	 * @return how many so far
	 */
	long requests() {
		return this.requests.sum();
	}

	void become(State next) throws IOException {
		if (next == this.state) {
			return;
		}
		this.state = next;
		if (next == State.DOWN) {
			stop();
		}
		else if (this.server == null) {
			listen(this.port);
		}
	}

	private int listen(int wanted) throws IOException {
		HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
		started.createContext("/", this::answer);
		started.setExecutor(this.threads);
		started.start();
		this.server = started;
		return started.getAddress().getPort();
	}

	private void stop() {
		HttpServer running = this.server;
		this.server = null;
		if (running != null) {
			running.stop(0);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			body.transferTo(OutputStream.nullOutputStream());
			switch (this.state) {
				case SLOW -> Thread.sleep(SLOWNESS.toMillis());
				case HANGING -> Thread.sleep(HANGING.toMillis());
				default -> {
				}
			}
			exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, -1);
			this.requests.increment();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		stop();
		this.threads.shutdownNow();
	}

	/**
	 * How a collector is.
	 */
	enum State {

		UP, SLOW, HANGING, DOWN

	}

}
