// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that was received, and the waiting for more of it.
 */
final class ReceivedTelemetry {

	private static final long POLL_MILLIS = 50;

	private final List<ReceivedRequest> requests = new ArrayList<>();

	private final List<ReceivedSpan> spans = new ArrayList<>();

	private final List<ReceivedMetric> metrics = new ArrayList<>();

	private final List<ReceivedLog> logs = new ArrayList<>();

	synchronized void add(ReceivedRequest request) {
		this.requests.add(request);
		notifyAll();
	}

	synchronized void add(Payload payload) {
		this.spans.addAll(payload.spans());
		this.metrics.addAll(payload.metrics());
		this.logs.addAll(payload.logs());
		notifyAll();
	}

	synchronized void clear() {
		this.requests.clear();
		this.spans.clear();
		this.metrics.clear();
		this.logs.clear();
	}

	synchronized List<ReceivedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized List<ReceivedSpan> spans() {
		return List.copyOf(this.spans);
	}

	synchronized List<ReceivedMetric> metrics() {
		return List.copyOf(this.metrics);
	}

	synchronized List<ReceivedLog> logs() {
		return List.copyOf(this.logs);
	}

	/**
	 * Waits until the search finds something.
	 * @param <T> the type of what is searched for
	 * @param what what is searched for, for the message
	 * @param bound how long to wait
	 * @param search the search
	 * @return what it found
	 * @throws AssertionError if it finds nothing in time
	 */
	synchronized <T> T await(String what, Duration bound, Supplier<Optional<T>> search) {
		long end = System.nanoTime() + bound.toNanos();
		Optional<T> found = search.get();
		while (found.isEmpty()) {
			long left = (end - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new AssertionError("Not received within " + bound.toMillis() + " ms: " + what
						+ System.lineSeparator() + new Inventory(this));
			}
			try {
				// What is searched for may come from elsewhere too
				wait(Math.min(left, POLL_MILLIS));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError("Interrupted while waiting for " + what, ex);
			}
			found = search.get();
		}
		return found.get();
	}

}
