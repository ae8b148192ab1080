// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.otelspring.test.Patience;

/**
 * Clients that ask the application for orders, each with a number of its own, and
 * remember for which of them they got a response.
 */
final class Load implements AutoCloseable {

	private static final int CLIENTS = 6;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final AtomicInteger orders = new AtomicInteger();

	private final Set<String> answered = ConcurrentHashMap.newKeySet();

	private final List<Thread> clients = new ArrayList<>();

	private final URI root;

	private volatile boolean stopped;

	private Load(URI root) {
		this.root = root;
	}

	static Load on(ApplicationProcess application) throws IOException {
		return new Load(application.uri("/"));
	}

	/**
	 * Goes on in the background until the application can be reached no longer, or this
	 * is stopped.
	 * @return this
	 */
	Load begin() {
		for (int i = 0; i < CLIENTS; i++) {
			Thread thread = new Thread(this::ask, "client-" + i);
			this.clients.add(thread);
			thread.start();
		}
		return this;
	}

	private void ask() {
		try {
			while (!this.stopped && order()) {
				TimeUnit.MILLISECONDS.sleep(2);
			}
		}
		catch (IOException | InterruptedException ex) {
			// The application has ended, or the test has
		}
	}

	/**
	 * Makes one request.
	 * @return whether the application answered it; while it ends, Tomcat answers by
	 * itself with 503 and the application does not get to know
	 */
	boolean order() throws IOException, InterruptedException {
		String path = "/order/" + this.orders.getAndIncrement();
		HttpRequest request = HttpRequest.newBuilder(this.root.resolve(path)).build();
		if (this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() != 200) {
			return false;
		}
		this.answered.add(path);
		return true;
	}

	/**
	 * Makes a number of requests, one after the other.
	 * @param count how many
	 */
	void orders(int count) throws IOException, InterruptedException {
		for (int i = 0; i < count; i++) {
			order();
		}
	}

	void awaitAnswers(int count) throws Exception {
		Patience.await(count + " answers", () -> this.answered.size() >= count);
	}

	/**
	 * The paths of the requests that were answered.
	 * @return the paths
	 */
	Set<String> answered() {
		return Set.copyOf(this.answered);
	}

	void awaitEnd() throws InterruptedException {
		for (Thread thread : this.clients) {
			thread.join();
		}
	}

	void stop() throws InterruptedException {
		this.stopped = true;
		awaitEnd();
	}

	@Override
	public void close() {
		this.stopped = true;
		this.clients.forEach(Thread::interrupt);
	}

}
