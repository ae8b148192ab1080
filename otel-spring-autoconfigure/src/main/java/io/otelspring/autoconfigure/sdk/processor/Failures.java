// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps to itself what a processor of the application's throws: it must neither fail what
 * is observed nor keep the processors after it from their work. It is said once.
 */
final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	private final String name;

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * Create it.
	 * @param processor the processor
	 */
	Failures(Object processor) {
		this.name = processor.getClass().getName();
	}

	/**
	 * Return the name of the processor's class.
	 * @return the name
	 */
	String name() {
		return this.name;
	}

	/**
	 * The processor threw something.
	 * @param ex what it threw
	 */
	void failed(Throwable ex) {
		if (this.said.compareAndSet(false, true)) {
			logger.warn("The processor " + this.name
					+ " threw an exception. What it was called for goes on without it. This is said once.", ex);
		}
	}

	/**
	 * Flush or end the processor on a thread of its own, so that others need not wait
	 * should it hang.
	 * @param step what to do
	 * @param stuck whether the processor does not return already
	 * @return completed when it is done, or at once where it is stuck
	 */
	CompletableResultCode aside(Supplier<CompletableResultCode> step, boolean stuck) {
		CompletableResultCode done = new CompletableResultCode();
		Thread thread = new Thread(() -> {
			try {
				CompletableResultCode result = step.get();
				result.whenComplete(() -> settle(done, result.isSuccess()));
			}
			catch (Throwable ex) {
				failed(ex);
				done.failExceptionally(ex);
			}
		}, "otel-processor-flush");
		thread.setDaemon(true);
		thread.start();
		return stuck ? CompletableResultCode.ofFailure() : done;
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
