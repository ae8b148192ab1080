// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask for one order after the other, as fast as they are answered.
 */
final class Clients implements AutoCloseable {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final AtomicLong requests = new AtomicLong();

	private final String root;

	private final int count;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	Clients(String root, int count) {
		this.root = root;
		this.count = count;
	}

	long requests() {
		return this.requests.get();
	}

	void begin() {
		this.running = true;
		for (int i = 0; i < this.count; i++) {
			Thread thread = new Thread(this::ask, "client-" + i);
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	void pause() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.threads.clear();
	}

	private void ask() {
		try {
			while (this.running) {
				get("/orders/" + this.requests.incrementAndGet());
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException("The application does not answer", ex);
		}
	}

	String get(String path) throws Exception {
		return this.client
			.send(HttpRequest.newBuilder(URI.create(this.root + path)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	void flush() throws Exception {
		this.client.send(HttpRequest.newBuilder(URI.create(this.root + "/actuator/otel/flush"))
			.POST(HttpRequest.BodyPublishers.noBody())
			.build(), HttpResponse.BodyHandlers.discarding());
	}

	@Override
	public void close() throws InterruptedException {
		pause();
	}

}
