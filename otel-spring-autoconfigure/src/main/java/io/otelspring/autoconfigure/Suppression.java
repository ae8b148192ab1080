// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;

/**
 * Marks a context as one in which nothing is recorded, such as that of a request to an
 * excluded path or of a method that must not be traced. The sampler looks for the mark,
 * so that it holds whatever sampler is configured; what goes out from such a context
 * carries {@code sampled=0}.
 */
public final class Suppression {

	private static final byte SAMPLED = TraceFlags.getSampled().asByte();

	private static final ContextKey<Boolean> KEY = ContextKey.named("otel-spring-suppressed");

	private Suppression() {
	}

	/**
	 * Return the given context with the mark, and with a current span that is not
	 * sampled: the ids of the span that was current remain, and are made up where there
	 * was none, because propagators send nothing without ids.
	 * @param context the context to mark
	 * @return a context in which nothing is recorded
	 */
	public static Context suppress(Context context) {
		if (isSuppressed(context)) {
			return context;
		}
		return context.with(KEY, Boolean.TRUE).with(Span.wrap(unsampled(Span.fromContext(context).getSpanContext())));
	}

	/**
	 * Return whether nothing is to be recorded in the given context.
	 * @param context the context to look at
	 * @return whether the context is marked
	 */
	public static boolean isSuppressed(Context context) {
		return context.get(KEY) != null;
	}

	private static SpanContext unsampled(SpanContext current) {
		if (current.isValid()) {
			TraceFlags flags = TraceFlags.fromByte((byte) (current.getTraceFlags().asByte() & ~SAMPLED));
			return SpanContext.create(current.getTraceId(), current.getSpanId(), flags, current.getTraceState());
		}
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return SpanContext.create(TraceId.fromLongs(random.nextLong(), random.nextLong() | 1L),
				SpanId.fromLong(random.nextLong() | 1L), TraceFlags.getDefault(), current.getTraceState());
	}

}
