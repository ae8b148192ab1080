// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.time.Instant;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A record or a batch that a listener processes. It is current until the container is
 * done with it, error handling included, and ends then, or when the result of an
 * asynchronous listener does. A failed one took as long as its listener: what the error
 * handler waits is not counted.
 */
final class Processing {

	private static final ContextKey<Processing> KEY = ContextKey.named("otel-spring-kafka-processing");

	/**
	 * The record or the batch.
	 */
	final Object subject;

	private final KafkaTelemetry.Instruments instruments;

	private final KafkaClient.Destination destination;

	private final Span span;

	private final Context context;

	private final int count;

	private final long start = System.nanoTime();

	private final Context before = Context.current();

	private @Nullable Scope scope;

	private @Nullable Throwable error;

	private @Nullable Instant failedAt;

	private long failedNanos;

	private int scopes;

	private boolean observed;

	private boolean resultEnded;

	private boolean listenerFailed;

	private boolean left;

	private boolean ended;

	Processing(KafkaTelemetry.Instruments instruments, KafkaClient.Destination destination, Span span, Context parent,
			Object subject, int count) {
		this.instruments = instruments;
		this.destination = destination;
		this.span = span;
		this.context = parent.with(span).with(KEY, this);
		this.subject = subject;
		this.count = count;
	}

	static @Nullable Processing current() {
		return Context.current().get(KEY);
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
	 * Note that the listener's adapter will tell when the result ends.
	 */
	synchronized void observe() {
		this.observed = true;
	}

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
		if (this.error == null && !this.ended) {
			this.error = failure;
			this.failedAt = Instant.now();
			this.failedNanos = System.nanoTime();
			KafkaTelemetry.describe(this.span, failure);
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
			if (this.resultEnded || this.listenerFailed || !this.observed) {
				end();
			}
		}
	}

	private void end() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		try {
			long nanos = ((this.error != null) ? this.failedNanos : System.nanoTime()) - this.start;
			this.instruments.record(this.destination, this.error, nanos, this.count, this.context);
		}
		catch (Throwable ex) {
			KafkaTelemetry.failed(ex);
		}
		finally {
			if (this.failedAt != null) {
				this.span.end(this.failedAt);
			}
			else {
				this.span.end();
			}
		}
	}

}
