// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.RecordedExceptions;
import io.otelspring.autoconfigure.Suppression;

/**
 * What is recorded of the calls of one method, compiled once from its annotations. It
 * keeps no state of a call, so that a plain call needs no object of its own, and none of
 * its methods throws: telemetry must not fail what it measures.
 */
final class MethodRecipe {

	private static final Log logger = LogFactory.getLog(MethodRecipe.class);

	private final MethodTelemetry telemetry;

	private final Method method;

	private final String displayName;

	private final List<String> annotations;

	private final boolean untraced;

	private final @Nullable SpanRecipe span;

	private final boolean currentSpan;

	private final AttributeBinding[] currentSpanArguments;

	private final @Nullable AttributeBinding result;

	private final MetricRecipe[] metrics;

	private final AttributeBinding[] dimensions;

	private final ResultKind resultKind;

	MethodRecipe(MethodTelemetry telemetry, MethodRecipeBuilder builder) {
		this.telemetry = telemetry;
		this.method = builder.method;
		this.displayName = builder.displayName;
		this.annotations = List.copyOf(builder.annotations);
		this.untraced = builder.untraced;
		this.span = builder.span;
		this.currentSpan = builder.span == null && builder.currentSpan;
		this.currentSpanArguments = builder.currentSpanArguments;
		this.result = builder.result;
		this.metrics = builder.metrics.toArray(MetricRecipe[]::new);
		this.dimensions = builder.dimensions;
		this.resultKind = builder.resultKind;
	}

	Method method() {
		return this.method;
	}

	String displayName() {
		return this.displayName;
	}

	List<String> annotations() {
		return this.annotations;
	}

	@Nullable String spanName() {
		return (this.span != null) ? this.span.name() : null;
	}

	ResultKind resultKind() {
		return this.resultKind;
	}

	/**
	 * Tell whether calls can be recorded at all at this moment.
	 * @return whether there is telemetry
	 */
	boolean isReady() {
		return this.telemetry.instruments() != null;
	}

	boolean isMeasured() {
		return this.metrics.length > 0;
	}

	/**
	 * Return the context that a reactive method's own code runs in, which only assembles
	 * what will run later.
	 * @param caller the context of the call
	 * @return the context
	 */
	Context assembly(Context caller) {
		return this.untraced ? Suppression.suppress(caller) : caller;
	}

	/**
	 * Begin a call: start its span, or find the one that it adds attributes to.
	 * @param caller the context of the call
	 * @param arguments the arguments of the call
	 * @param startMillis when the call began, or 0 for now
	 * @return the span, or {@code null} where no span is concerned
	 */
	@Nullable Span begin(Context caller, @Nullable Object[] arguments, long startMillis) {
		try {
			SpanRecipe recipe = this.span;
			if (recipe != null) {
				MethodTelemetry.Instruments instruments = this.telemetry.instruments();
				return (instruments == null || Suppression.isSuppressed(caller)) ? null
						: recipe.start(instruments.tracer(), caller, arguments, startMillis);
			}
			if (this.currentSpan) {
				Span current = Span.fromContext(caller);
				if (current.isRecording()) {
					AttributeBinding.write(this.currentSpanArguments, arguments, current);
				}
				return current;
			}
		}
		catch (Throwable ex) {
			debug("start a span for", ex);
		}
		return null;
	}

	/**
	 * Return the context that the method runs in.
	 * @param caller the context of the call
	 * @param begun the span of {@link #begin}
	 * @return the context
	 */
	Context context(Context caller, @Nullable Span begun) {
		if (this.untraced) {
			return Suppression.suppress(caller);
		}
		return (begun != null && this.span != null) ? caller.with(begun) : caller;
	}

	/**
	 * Read the dimensions of the metrics from the arguments, before the call may change
	 * them.
	 * @param arguments the arguments of the call
	 * @return the dimensions
	 */
	Attributes dimensions(@Nullable Object[] arguments) {
		if (this.dimensions.length == 0) {
			return Attributes.empty();
		}
		try {
			return AttributeBinding.attributes(this.dimensions, arguments);
		}
		catch (Throwable ex) {
			debug("read the dimensions of", ex);
			return Attributes.empty();
		}
	}

	void succeed(@Nullable Span begun, Context context, Attributes dimensions, long startNanos,
			@Nullable Object value) {
		measure(context, dimensions, startNanos, null);
		if (begun != null) {
			try {
				AttributeBinding attribute = this.result;
				if (attribute != null && begun.isRecording()) {
					attribute.write(value, begun);
				}
			}
			catch (Throwable ex) {
				debug("record the result of", ex);
			}
			end(begun);
		}
	}

	void fail(@Nullable Span begun, Context context, Attributes dimensions, long startNanos, Throwable thrown) {
		Throwable exception = Failures.unwrap(thrown);
		measure(context, dimensions, startNanos, exception);
		// A span that is only added to belongs to somebody else, who will see the
		// exception.
		if (begun != null && this.span != null) {
			try {
				if (begun.isRecording()) {
					String message = exception.getMessage();
					begun.setStatus(StatusCode.ERROR, (message != null) ? message : "");
					begun.setAttribute(ErrorAttributes.ERROR_TYPE, exception.getClass().getName());
					if (RecordedExceptions.isFirst(exception, begun.getSpanContext())) {
						begun.recordException(exception);
					}
				}
			}
			catch (Throwable ex) {
				debug("record the exception of", ex);
			}
			end(begun);
		}
	}

	private void end(Span begun) {
		if (this.span != null) {
			try {
				begun.end();
			}
			catch (Throwable ex) {
				debug("end the span of", ex);
			}
		}
	}

	private void measure(Context context, Attributes dimensions, long startNanos, @Nullable Throwable exception) {
		if (this.metrics.length == 0) {
			return;
		}
		try {
			MethodTelemetry.Instruments instruments = this.telemetry.instruments();
			if (instruments != null) {
				long nanos = System.nanoTime() - startNanos;
				String errorType = (exception != null) ? exception.getClass().getName() : null;
				for (MetricRecipe metric : this.metrics) {
					metric.record(instruments.meter(), dimensions, errorType, nanos, context);
				}
			}
		}
		catch (Throwable ex) {
			debug("measure", ex);
		}
	}

	private void debug(String what, Throwable ex) {
		if (logger.isDebugEnabled()) {
			logger.debug("Failed to " + what + " " + this.displayName, ex);
		}
	}

}
