// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * How the span of one method is started.
 *
 * @param name the span's name
 * @param kind the span's kind
 * @param parentage how the span relates to the caller's
 * @param fixed attributes that are the same for each call
 * @param arguments attributes that are read from the arguments
 */
record SpanRecipe(String name, SpanKind kind, Parentage parentage, Attributes fixed, AttributeBinding[] arguments) {

	/**
	 * Start the span. Attributes go in before the sampler decides, except in a trace that
	 * is known not to be sampled: there they would be read in vain.
	 * @param tracer the tracer
	 * @param caller the context of the call
	 * @param values the call's arguments
	 * @param startMillis when the call began, or 0 for now
	 * @return the span
	 */
	Span start(Tracer tracer, Context caller, @Nullable Object[] values, long startMillis) {
		SpanBuilder builder = tracer.spanBuilder(this.name);
		SpanContext callerSpan = Span.fromContext(caller).getSpanContext();
		boolean child = this.parentage == Parentage.CHILD;
		if (child) {
			builder.setParent(caller);
		}
		else {
			// The rest of the context, baggage above all, is still the caller's.
			builder.setParent(caller.with(Span.getInvalid()));
			if (this.parentage == Parentage.LINKED_ROOT && callerSpan.isValid()) {
				builder.addLink(callerSpan);
			}
		}
		if (this.kind != SpanKind.INTERNAL) {
			builder.setSpanKind(this.kind);
		}
		if (startMillis != 0) {
			builder.setStartTimestamp(startMillis, TimeUnit.MILLISECONDS);
		}
		boolean hopeful = !child || callerSpan.isSampled() || !callerSpan.isValid();
		if (hopeful) {
			if (!this.fixed.isEmpty()) {
				builder.setAllAttributes(this.fixed);
			}
			AttributeBinding.write(this.arguments, values, builder);
			return builder.startSpan();
		}
		Span span = builder.startSpan();
		if (span.isRecording()) {
			span.setAllAttributes(this.fixed);
			AttributeBinding.write(this.arguments, values, span);
		}
		return span;
	}

	/**
	 * How a span relates to the one that is current when the method is called.
	 */
	enum Parentage {

		/** Its child. */
		CHILD,

		/** The root of a new trace, with a link to it. */
		LINKED_ROOT,

		/** The root of a new trace that knows nothing of it. */
		ROOT

	}

}
