// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.otelspring.autoconfigure.export.transport.Answer;
import io.otelspring.autoconfigure.export.transport.Transport;

/**
 * Answers as a test says.
 */
class FakeTransport implements Transport {

	static final Answer ACCEPTED = new Answer(Answer.Kind.ACCEPTED, null, null, 0);

	static final Answer REFUSED = new Answer(Answer.Kind.REFUSED, "status 400", null, 0);

	static final Answer RETRYABLE = new Answer(Answer.Kind.RETRYABLE, "status 503", null, 0);

	final List<String> sent = new CopyOnWriteArrayList<>();

	final List<Long> times = new CopyOnWriteArrayList<>();

	final List<Duration> timeouts = new CopyOnWriteArrayList<>();

	volatile boolean closed;

	volatile Function<String, CompletableFuture<Answer>> answers;

	FakeTransport(Answer answer) {
		this.answers = (body) -> CompletableFuture.completedFuture(answer);
	}

	void answer(Answer answer) {
		this.answers = (body) -> CompletableFuture.completedFuture(answer);
	}

	void hang() {
		this.answers = (body) -> new CompletableFuture<>();
	}

	@Override
	public CompletableFuture<Answer> send(byte[] body, Duration timeout) {
		String text = new String(body, StandardCharsets.UTF_8);
		this.times.add(System.nanoTime());
		this.timeouts.add(timeout);
		this.sent.add(text);
		return this.answers.apply(text);
	}

	@Override
	public void close() {
		this.closed = true;
	}

	static Batch batch(String text) {
		return new Batch(text.getBytes(StandardCharsets.UTF_8), text.length());
	}

}
