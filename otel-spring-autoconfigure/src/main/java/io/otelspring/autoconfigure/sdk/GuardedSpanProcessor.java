// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * A span processor of the application's, which may throw, and may block.
 */
final class GuardedSpanProcessor implements ExtendedSpanProcessor {

	private final SpanProcessor processor;

	private final @Nullable ExtendedSpanProcessor extended;

	private final ProcessorGuard guard;

	GuardedSpanProcessor(SpanProcessor processor, ProcessorGuard guard) {
		this.processor = processor;
		this.extended = (processor instanceof ExtendedSpanProcessor wanted) ? wanted : null;
		this.guard = guard;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		long begin = System.nanoTime();
		try {
			this.processor.onStart(parentContext, span);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
		this.guard.called(begin);
	}

	@Override
	public boolean isStartRequired() {
		return this.processor.isStartRequired();
	}

	@Override
	public void onEnding(ReadWriteSpan span) {
		if (this.extended == null) {
			return;
		}
		long begin = System.nanoTime();
		try {
			this.extended.onEnding(span);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
		this.guard.called(begin);
	}

	@Override
	public boolean isOnEndingRequired() {
		return this.extended != null && this.extended.isOnEndingRequired();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		long begin = System.nanoTime();
		try {
			this.processor.onEnd(span);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
		this.guard.called(begin);
	}

	@Override
	public boolean isEndRequired() {
		return this.processor.isEndRequired();
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.guard.end(this.processor::forceFlush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.guard.end(this.processor::shutdown);
	}

	@Override
	public String toString() {
		return this.processor.toString();
	}

}
