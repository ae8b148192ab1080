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
 * A span processor of the application's, which may throw.
 */
final class GuardedSpanProcessor implements ExtendedSpanProcessor {

	private final SpanProcessor processor;

	private final @Nullable ExtendedSpanProcessor extended;

	private final ProcessorGuard guard;

	private GuardedSpanProcessor(SpanProcessor processor, @Nullable ExtendedSpanProcessor extended) {
		this.processor = processor;
		this.extended = extended;
		this.guard = new ProcessorGuard(processor);
	}

	static SpanProcessor of(SpanProcessor processor) {
		return new GuardedSpanProcessor(processor,
				(processor instanceof ExtendedSpanProcessor extended) ? extended : null);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		this.guard.run(() -> this.processor.onStart(parentContext, span));
	}

	@Override
	public boolean isStartRequired() {
		return this.processor.isStartRequired();
	}

	@Override
	public void onEnding(ReadWriteSpan span) {
		if (this.extended != null) {
			ExtendedSpanProcessor wanted = this.extended;
			this.guard.run(() -> wanted.onEnding(span));
		}
	}

	@Override
	public boolean isOnEndingRequired() {
		return this.extended != null && this.extended.isOnEndingRequired();
	}

	@Override
	public void onEnd(ReadableSpan span) {
		this.guard.run(() -> this.processor.onEnd(span));
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
