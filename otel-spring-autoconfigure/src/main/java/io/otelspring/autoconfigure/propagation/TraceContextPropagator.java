// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.AsciiTextMapGetter;
import io.otelspring.autoconfigure.BytesTextMapSetter;

/**
 * Carries the context of a trace by W3C Trace Context Level 2. What is not understood is
 * never handed on: without a {@code traceparent} that is right, and the only one, a new
 * trace begins; a {@code tracestate} that is wrong is dropped and leaves
 * {@code traceparent} in force.
 */
public final class TraceContextPropagator implements TextMapPropagator {

	private static final TraceContextPropagator INSTANCE = new TraceContextPropagator();

	private static final String TRACE_PARENT = "traceparent";

	private static final String TRACE_STATE = "tracestate";

	private static final List<String> FIELDS = List.of(TRACE_PARENT, TRACE_STATE);

	private TraceContextPropagator() {
	}

	/**
	 * Return the propagator, which has no state.
	 * @return the only instance
	 */
	public static TraceContextPropagator getInstance() {
		return INSTANCE;
	}

	@Override
	public Collection<String> fields() {
		return FIELDS;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		if (context == null || setter == null) {
			return;
		}
		SpanContext span = Span.fromContext(context).getSpanContext();
		if (!span.isValid()) {
			return;
		}
		if (setter instanceof BytesTextMapSetter<C> bytes) {
			bytes.set(carrier, TRACE_PARENT, TraceParent.bytes(span));
		}
		else {
			setter.set(carrier, TRACE_PARENT, TraceParent.format(span));
		}
		TraceState traceState = span.getTraceState();
		if (!traceState.isEmpty()) {
			setter.set(carrier, TRACE_STATE, HeaderTraceState.format(traceState));
		}
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		if (context == null) {
			return Context.root();
		}
		CharSequence traceParent = (getter instanceof AsciiTextMapGetter<C> ascii) ? ascii.text(carrier, TRACE_PARENT)
				: (getter != null) ? getter.get(carrier, TRACE_PARENT) : null;
		if (traceParent == null) {
			return context;
		}
		int start = TraceParent.find(traceParent);
		if (start == -1 || isRepeated(carrier, getter)) {
			return context;
		}
		// At once, since the text may be gone when the carrier is asked for the next
		// header
		SpanContext parent = TraceParent.parse(traceParent, start);
		TraceState traceState = traceState(carrier, getter);
		return context.with(Span.wrap(traceState.isEmpty() ? parent : SpanContext
			.createFromRemoteParent(parent.getTraceId(), parent.getSpanId(), parent.getTraceFlags(), traceState)));
	}

	private static <C> boolean isRepeated(@Nullable C carrier, TextMapGetter<C> getter) {
		return (getter instanceof AsciiTextMapGetter<C> ascii) ? ascii.isRepeated(carrier, TRACE_PARENT)
				: isRepeated(getter.getAll(carrier, TRACE_PARENT));
	}

	private static boolean isRepeated(Iterator<String> values) {
		if (!values.hasNext()) {
			return false;
		}
		values.next();
		return values.hasNext();
	}

	private static <C> TraceState traceState(@Nullable C carrier, TextMapGetter<C> getter) {
		// Most requests have none, and are not asked for all of them.
		String header = getter.get(carrier, TRACE_STATE);
		return (header != null) ? HeaderTraceState.parse(combine(header, getter.getAll(carrier, TRACE_STATE)))
				: TraceState.getDefault();
	}

	private static String combine(String first, Iterator<String> values) {
		if (!isRepeated(values)) {
			return first;
		}
		StringBuilder combined = new StringBuilder(first);
		while (values.hasNext()) {
			combined.append(',').append(values.next());
		}
		return combined.toString();
	}

	@Override
	public String toString() {
		return "TraceContextPropagator";
	}

}
