// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A processor that lets somebody watch. It stands around another, since a second one
 * beside that would make the SDK allocate an iterator for each span.
 */
final class WatchedSpans implements SpanProcessor {

	private static final Log logger = LogFactory.getLog(WatchedSpans.class);

	private final SpanProcessor processor;

	private final SpanWatch watch;

	WatchedSpans(SpanProcessor processor, SpanWatch watch) {
		this.processor = processor;
		this.watch = watch;
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		try {
			this.watch.started(span);
		}
		catch (Throwable ex) {
			// Whoever starts a span has nothing to do with it
			logger.debug("The start of a span could not be watched", ex);
		}
		if (this.processor.isStartRequired()) {
			this.processor.onStart(parentContext, span);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		try {
			this.watch.ended(span);
		}
		catch (Throwable ex) {
			logger.debug("The end of a span could not be watched", ex);
		}
		this.processor.onEnd(span);
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.processor.shutdown();
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.processor.forceFlush();
	}

	@Override
	public String toString() {
		return this.processor.toString();
	}

}
