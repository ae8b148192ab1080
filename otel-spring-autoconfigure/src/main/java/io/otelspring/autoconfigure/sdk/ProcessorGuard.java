// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;

/**
 * Keeps to itself what a processor of the application's throws: it must neither fail what
 * is observed nor keep the processors after it from their work. And it takes the time
 * that a processor takes from its callers. Both are said once.
 */
final class ProcessorGuard {

	/** What a processor that does as it should never takes. */
	private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(10);

	/** What no pause of the virtual machine explains. */
	private static final long BLOCKED = TimeUnit.SECONDS.toNanos(1);

	private static final long MANY = 10;

	private static final Log logger = LogFactory.getLog(ProcessorGuard.class);

	private final Object processor;

	private final AtomicBoolean failureSaid = new AtomicBoolean();

	private final AtomicBoolean slownessSaid = new AtomicBoolean();

	private final AtomicLong slowCalls = new AtomicLong();

	private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

	ProcessorGuard(Object processor) {
		this.processor = processor;
	}

	CompletableResultCode end(Supplier<CompletableResultCode> step) {
		try {
			return step.get();
		}
		catch (Throwable ex) {
			failed(ex);
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	/**
	 * A call ended.
	 * @param begin when it began, as {@link System#nanoTime()} tells
	 */
	void called(long begin) {
		long nanos = System.nanoTime() - begin;
		if (nanos >= SLOW) {
			slow(nanos);
		}
	}

	private void slow(long nanos) {
		this.longest.accumulate(nanos);
		if ((this.slowCalls.incrementAndGet() >= MANY || nanos >= BLOCKED)
				&& this.slownessSaid.compareAndSet(false, true)) {
			Finding finding = finding();
			if (finding != null) {
				logger.warn(finding.what() + ". " + finding.why() + ". " + finding.fix() + ". This is said once.");
			}
		}
	}

	/**
	 * Return what is to be said about the time that the processor takes.
	 * @return the finding, {@code null} if all is well
	 */
	@Nullable Finding finding() {
		long calls = this.slowCalls.get();
		long most = this.longest.get();
		if (calls < MANY && most < BLOCKED) {
			return null;
		}
		return new Finding(Severity.WARNING,
				"The processor " + this.processor.getClass().getName() + " blocks its callers (calls of 10 ms or more: "
						+ calls + "; the longest: " + TimeUnit.NANOSECONDS.toMillis(most) + " ms)",
				"It is called on the thread of whoever starts or ends a span or logs, so that requests wait for it",
				"Let it hand its work to a thread of its own, with a queue that is bounded; or make it an exporter, "
						+ "which is called on a thread of its own");
	}

	/**
	 * A call threw something.
	 * @param ex what it threw
	 */
	void failed(Throwable ex) {
		if (this.failureSaid.compareAndSet(false, true)) {
			logger.warn("The processor " + this.processor.getClass().getName()
					+ " threw an exception. What it was called for goes on without it. This is said once.", ex);
		}
	}

}
