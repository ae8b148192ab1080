// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.util.concurrent.CompletionException;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * One or several messages that a listener is given. That ends with the call of the
 * listener, or with the result where it comes later.
 */
final class Delivery {

	private final MessagingTelemetry telemetry;

	private final Context context;

	private final MessagingOperation operation;

	private final int messages;

	private final long start = System.nanoTime();

	private boolean later;

	private boolean ended;

	Delivery(MessagingTelemetry telemetry, Context context, MessagingOperation operation, int messages) {
		this.telemetry = telemetry;
		this.context = context;
		this.operation = operation;
		this.messages = messages;
	}

	Context context() {
		return this.context;
	}

	/**
	 * Note that the result comes later.
	 */
	synchronized void comesLater() {
		this.later = true;
	}

	/**
	 * Note that the listener was called.
	 * @param error what was thrown, if anything
	 */
	void called(@Nullable Throwable error) {
		synchronized (this) {
			if (error == null && this.later) {
				return;
			}
		}
		end(error);
	}

	/**
	 * Note that the result is there.
	 * @param error why there is none, if it failed
	 */
	void resulted(@Nullable Throwable error) {
		end((error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error);
	}

	private void end(@Nullable Throwable error) {
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
		}
		this.telemetry.end(this.context, this.operation, this.start, this.messages, error);
	}

}
