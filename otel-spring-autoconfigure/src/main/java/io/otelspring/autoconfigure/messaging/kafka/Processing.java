// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.time.Instant;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * A record or a batch that a listener processes. It is current until the container is
 * done with it, error handling included, and ends then, or when the result of an
 * asynchronous listener does. A failed one took as long as its listener: what the error
 * handler waits is not counted.
 */
abstract class Processing {

	/**
	 * The record or the batch.
	 */
	final Object subject;

	private final KafkaTelemetry.Instruments instruments;

	private final KafkaClient.Destination destination;

	private final Context context;

	private final int count;

	private final long start = System.nanoTime();

	private final Context before = Context.current();

	private @Nullable Scope scope;

	private @Nullable Failure failure;

	private int scopes;

	private boolean resultEnded;

	private boolean listenerFailed;

	private boolean left;

	private boolean ended;

	Processing(KafkaTelemetry.Instruments instruments, KafkaClient.Destination destination, Span span, Context parent,
			Object subject, int count) {
		this.instruments = instruments;
		this.destination = destination;
		this.context = parent.with(span);
		this.subject = subject;
		this.count = count;
	}

	/**
	 * Make the context current on the consumer's thread.
	 */
	void enter() {
		this.scope = this.context.makeCurrent();
	}

	/**
	 * Make the context current on a thread on which the result of a listener is handled.
	 * @return what ends that
	 */
	Scope enterResult() {
		Scope result = this.context.makeCurrent();
		synchronized (this) {
			this.scopes++;
		}
		return () -> {
			synchronized (this) {
				this.scopes--;
			}
			result.close();
		};
	}

	/**
	 * Return whether the listener's adapter will tell when the result ends.
	 * @return whether it has asked for what it tells that
	 */
	abstract boolean isObserved();

	/**
	 * Note that the container was told of a failure.
	 * @param failure what was thrown
	 */
	synchronized void listenerFailed(Throwable failure) {
		this.listenerFailed = true;
		fail(failure);
	}

	/**
	 * Note that the adapter was told of a failure. Where no result is being handled, the
	 * listener has thrown it, and the container will be told unless the application
	 * handles it.
	 * @param failure what was thrown
	 */
	synchronized void resultFailed(Throwable failure) {
		if (this.scopes > 0) {
			fail(failure);
		}
	}

	private void fail(Throwable failure) {
		if (this.failure == null && !this.ended) {
			this.failure = new Failure(failure, Instant.now(), System.nanoTime());
			MessagingTelemetry.describe(Span.fromContext(this.context), failure);
		}
	}

	/**
	 * Note that the result has ended.
	 */
	synchronized void resultEnded() {
		this.resultEnded = true;
		if (this.left) {
			end();
		}
	}

	/**
	 * Take the context off the consumer's thread, since the container is done.
	 */
	void leave() {
		Scope scope = this.scope;
		if (scope != null) {
			scope.close();
			if (Context.current() != this.before) {
				// The listener left a scope of its own open.
				this.before.makeCurrent();
			}
		}
		synchronized (this) {
			this.left = true;
			if (this.resultEnded || this.listenerFailed || !isObserved()) {
				end();
			}
		}
	}

	private void end() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		Failure failure = this.failure;
		Span span = Span.fromContext(this.context);
		try {
			Throwable error = (failure != null) ? failure.error() : null;
			long nanos = ((failure != null) ? failure.nanos() : System.nanoTime()) - this.start;
			this.instruments.record(this.destination, error, nanos, this.count, this.context);
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
		finally {
			if (failure != null) {
				span.end(failure.time());
			}
			else {
				span.end();
			}
		}
	}

	/**
	 * What went wrong, and when.
	 *
	 * @param error what was thrown
	 * @param time when
	 * @param nanos the same by the clock that durations are measured by
	 */
	private record Failure(Throwable error, Instant time, long nanos) {

	}

}
