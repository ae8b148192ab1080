// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Flushes and ends a processor on other threads, so that nobody has to wait should it
 * hang. However many ask for a flush, one thread makes them: those who ask while it is
 * busy get the next one together.
 */
final class Aside {

	private final Failures failures;

	private final Supplier<CompletableResultCode> flush;

	private @Nullable CompletableResultCode next;

	private boolean flushing;

	/**
	 * Create it.
	 * @param failures knows what the processor throws
	 * @param flush flushes the processor
	 */
	Aside(Failures failures, Supplier<CompletableResultCode> flush) {
		this.failures = failures;
		this.flush = flush;
	}

	/**
	 * Flush the processor.
	 * @param stuck whether it does not return already
	 * @return completed when it is done, or at once where the processor is stuck
	 */
	CompletableResultCode flush(boolean stuck) {
		CompletableResultCode asked;
		boolean idle;
		synchronized (this) {
			asked = this.next;
			if (asked == null) {
				asked = new CompletableResultCode();
				this.next = asked;
			}
			idle = !this.flushing;
			this.flushing = true;
		}
		if (idle) {
			start(this::flushAll);
		}
		return stuck ? CompletableResultCode.ofFailure() : asked;
	}

	private void flushAll() {
		CompletableResultCode asked;
		while ((asked = take()) != null) {
			call(this.flush, asked);
		}
	}

	private synchronized @Nullable CompletableResultCode take() {
		CompletableResultCode asked = this.next;
		this.next = null;
		this.flushing = asked != null;
		return asked;
	}

	/**
	 * End the processor.
	 * @param shutdown ends it
	 * @param stuck whether it does not return already
	 * @return completed when it is done, or at once where the processor is stuck
	 */
	CompletableResultCode shutdown(Supplier<CompletableResultCode> shutdown, boolean stuck) {
		CompletableResultCode done = new CompletableResultCode();
		start(() -> call(shutdown, done));
		return stuck ? CompletableResultCode.ofFailure() : done;
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "otel-processor-flush");
		thread.setDaemon(true);
		thread.start();
	}

	private void call(Supplier<CompletableResultCode> step, CompletableResultCode done) {
		try {
			CompletableResultCode result = step.get();
			result.whenComplete(() -> settle(done, result.isSuccess()));
		}
		catch (Throwable ex) {
			this.failures.failed(ex);
			done.failExceptionally(ex);
		}
	}

	private static void settle(CompletableResultCode result, boolean success) {
		if (success) {
			result.succeed();
		}
		else {
			result.fail();
		}
	}

}
