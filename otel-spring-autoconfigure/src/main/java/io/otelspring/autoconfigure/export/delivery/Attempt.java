// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.transport.Answer;
import io.otelspring.autoconfigure.export.transport.Transport;

/**
 * A batch that is on its way.
 */
final class Attempt {

	// What a transport may take longer than it was told
	private static final Duration GRACE = Duration.ofMillis(500);

	private final Transport transport;

	private final Batch batch;

	private final Duration timeout;

	private final long begin;

	private long deadline;

	private volatile @Nullable CompletableFuture<Answer> future;

	private volatile @Nullable Answer answer;

	Attempt(Transport transport, Batch batch, Duration timeout, long now) {
		this.transport = transport;
		this.batch = batch;
		this.timeout = timeout;
		this.begin = now;
		this.deadline = now + timeout.plus(GRACE).toNanos();
	}

	Batch batch() {
		return this.batch;
	}

	/**
	 * Send the batch.
	 * @param answered is told when there is an answer
	 */
	void start(Runnable answered) {
		CompletableFuture<Answer> sent;
		try {
			sent = this.transport.send(this.batch.body(), this.timeout);
		}
		catch (Throwable ex) {
			// An OutOfMemoryError, say: the batch is kept, and so is the thread
			this.answer = failure(ex);
			return;
		}
		this.future = sent;
		sent.whenComplete((received, ex) -> {
			this.answer = (received != null) ? received : failure(ex);
			answered.run();
		});
	}

	/**
	 * Return the answer.
	 * @param now the time
	 * @return the answer or {@code null} if it can still come
	 */
	@Nullable Answer answer(long now) {
		Answer received = this.answer;
		if (received == null && now - this.deadline >= 0) {
			cancel();
			long waited = Duration.ofNanos(now - this.begin).toMillis();
			return new Answer(Answer.Kind.RETRYABLE, "no answer within " + waited + " ms", null, 0);
		}
		return received;
	}

	long begin() {
		return this.begin;
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * Leave it less time.
	 * @param latest when there has to be an answer
	 */
	void endBy(long latest) {
		if (latest - this.deadline < 0) {
			this.deadline = latest;
		}
	}

	void cancel() {
		CompletableFuture<Answer> sent = this.future;
		if (sent != null) {
			sent.cancel(true);
		}
	}

	private static Answer failure(@Nullable Throwable ex) {
		String message = (ex != null) ? ex.toString() : "the transport gives no answer";
		return new Answer(Answer.Kind.RETRYABLE, message, null, 0);
	}

}
