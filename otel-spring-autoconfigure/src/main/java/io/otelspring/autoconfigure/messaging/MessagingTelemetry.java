// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging;

import java.time.Instant;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.semconv.ErrorAttributes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;

/**
 * Records what is done with messages where no observation says it: spans, durations and
 * counts. Nothing here throws.
 */
public final class MessagingTelemetry {

	private static final double NANOS_PER_SECOND = 1_000_000_000;

	private static final Log logger = LogFactory.getLog(MessagingTelemetry.class);

	private final Tracer tracer;

	private final TextMapPropagator propagator;

	private final DoubleHistogram operationDuration;

	private final DoubleHistogram processDuration;

	private final LongCounter sentMessages;

	private final LongCounter consumedMessages;

	/**
	 * Create the telemetry of a library.
	 * @param openTelemetry where it goes to
	 * @param scope the name of the instrumentation scope, such as
	 * {@code io.otelspring.rabbit}
	 */
	public MessagingTelemetry(OpenTelemetry openTelemetry, String scope) {
		this.tracer = openTelemetry.getTracer(scope);
		this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
		Meter meter = openTelemetry.getMeter(scope);
		this.operationDuration = MessagingMetrics.operationDuration(meter);
		this.processDuration = MessagingMetrics.processDuration(meter);
		this.sentMessages = MessagingMetrics.sentMessages(meter);
		this.consumedMessages = MessagingMetrics.consumedMessages(meter);
	}

	/**
	 * Return whether anything is recorded in a context.
	 * @param context the context
	 * @return whether it is
	 */
	public static boolean isRecorded(Context context) {
		return !Suppression.isSuppressed(context) && !ExportThread.isCurrent();
	}

	/**
	 * Start the span of an operation.
	 * @param parent the context that it belongs to, in which it is recorded
	 * @param operation the operation
	 * @param links the messages that it is about, where they are not its parent
	 * @param start when it started, or {@code null} for now
	 * @return the context of the operation, or {@code null} where the span could not be
	 * started
	 */
	public @Nullable Context start(Context parent, MessagingOperation operation, List<SpanContext> links,
			@Nullable Instant start) {
		try {
			SpanBuilder builder = this.tracer.spanBuilder(operation.spanName())
				.setParent(parent)
				.setSpanKind(operation.type().kind())
				.setAllAttributes(operation.attributes());
			for (int i = 0; i < links.size(); i++) {
				builder.addLink(links.get(i));
			}
			if (start != null) {
				builder.setStartTimestamp(start);
			}
			return parent.with(builder.startSpan());
		}
		catch (RuntimeException ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * Add what is known of one message.
	 * @param context the context of its operation
	 * @param key the attribute
	 * @param value the value; nothing is added for {@code null} and empty text
	 * @param <T> the type of the value
	 */
	public static <T> void set(Context context, AttributeKey<T> key, @Nullable T value) {
		if (value != null && !"".equals(value)) {
			Span.fromContext(context).setAttribute(key, value);
		}
	}

	/**
	 * End the span of an operation and record its metrics.
	 * @param context the context of the operation
	 * @param operation the operation
	 * @param startNanos when it started, by {@link System#nanoTime()}
	 * @param messages how many messages it was about
	 * @param error what was thrown, if it failed
	 */
	public void end(Context context, MessagingOperation operation, long startNanos, long messages,
			@Nullable Throwable error) {
		Span span = Span.fromContext(context);
		try {
			double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
			String errorType = (error != null) ? error.getClass().getName() : null;
			if (error != null) {
				describe(span, error);
			}
			record(context, operation, seconds, messages, errorType);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		finally {
			span.end();
		}
	}

	/**
	 * Put a failure on a span.
	 * @param span the span
	 * @param error the failure
	 */
	public static void describe(Span span, Throwable error) {
		if (span.isRecording()) {
			String message = error.getMessage();
			span.setAttribute(ErrorAttributes.ERROR_TYPE, error.getClass().getName())
				.setStatus(StatusCode.ERROR, (message != null) ? message : "")
				.recordException(error);
		}
	}

	private void record(Context context, MessagingOperation operation, double seconds, long messages,
			@Nullable String errorType) {
		var attributes = (errorType != null) ? operation.metricAttributes(errorType) : operation.metricAttributes();
		boolean process = operation.type() == MessagingOperation.Type.PROCESS;
		(process ? this.processDuration : this.operationDuration).record(seconds, attributes, context);
		boolean send = operation.type() == MessagingOperation.Type.SEND;
		(send ? this.sentMessages : this.consumedMessages).add(messages, attributes, context);
	}

	/**
	 * Write the headers of a message that is to be sent.
	 * @param context the context that they tell of
	 * @param carrier the message
	 * @param setter writes into it
	 * @param <C> the type of the carrier
	 */
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		try {
			this.propagator.inject(context, carrier, setter);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	/**
	 * Read the headers of a message that was received.
	 * @param carrier the message
	 * @param getter reads from it
	 * @param <C> the type of the carrier
	 * @return the context that they tell of, which is the root where they tell of none
	 */
	public <C> Context extract(C carrier, TextMapGetter<C> getter) {
		try {
			return this.propagator.extract(Context.root(), carrier, getter);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return Context.root();
		}
	}

	/**
	 * Read the headers of a message that was received, for a link.
	 * @param carrier the message
	 * @param getter reads from it
	 * @param <C> the type of the carrier
	 * @return where it was sent, or nothing where its headers do not tell
	 */
	public <C> List<SpanContext> link(C carrier, TextMapGetter<C> getter) {
		SpanContext sent = Span.fromContext(extract(carrier, getter)).getSpanContext();
		return sent.isValid() ? List.of(sent) : List.of();
	}

	/**
	 * Note that something could not be recorded.
	 * @param failure what was thrown
	 */
	public static void failed(Throwable failure) {
		logger.debug("A message could not be recorded as it should be", failure);
	}

}
