// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.CodeAttributes;
import org.jspecify.annotations.Nullable;

/**
 * How a log event becomes a log record, the same for every logging framework, by the
 * settings of one application and on its way to one target.
 */
final class LogRecordWriter {

	private final LogTarget target;

	private final LoggingProperties settings;

	private final CapturedMdc capturedMdc;

	LogRecordWriter(LogTarget target, LoggingProperties settings) {
		this.target = target;
		this.settings = settings;
		this.capturedMdc = new CapturedMdc(settings.captureMdc(), settings.mdc());
	}

	LogTarget target() {
		return this.target;
	}

	LoggingProperties settings() {
		return this.settings;
	}

	LoggingProperties.Mdc ids() {
		return this.settings.mdc();
	}

	boolean capturesCode() {
		return this.settings.captureCode();
	}

	boolean capturesMdc() {
		return !this.capturedMdc.isEmpty();
	}

	/**
	 * Begins a log record, unless nobody wants it.
	 * @param loggerName the name of the framework's logger
	 * @param severity how severe it is
	 * @param level what the framework calls that
	 * @param context the context of the logging statement
	 * @return the record with what these say, or {@code null}
	 */
	@Nullable LogRecordBuilder begin(@Nullable String loggerName, Severity severity, String level, Context context) {
		Logger logger = this.target.logger((loggerName != null) ? loggerName : "");
		if (!logger.isEnabled(severity, context)) {
			return null;
		}
		return logger.logRecordBuilder().setContext(context).setSeverity(severity).setSeverityText(level);
	}

	void mdc(LogRecordBuilder record, @Nullable String name, @Nullable Object value) {
		if (name != null && value != null) {
			AttributeKey<String> key = this.capturedMdc.keyFor(name);
			if (key != null) {
				record.setAttribute(key, value.toString());
			}
		}
	}

	void code(LogRecordBuilder record, @Nullable StackTraceElement caller) {
		if (caller == null) {
			return;
		}
		record.setAttribute(CodeAttributes.CODE_FUNCTION_NAME, caller.getClassName() + "." + caller.getMethodName());
		record.setAttribute(CodeAttributes.CODE_FILE_PATH, caller.getFileName());
		if (caller.getLineNumber() > 0) {
			record.setAttribute(CodeAttributes.CODE_LINE_NUMBER, (long) caller.getLineNumber());
		}
	}

	/**
	 * The context of an event that another thread handles: the ids of its span are in its
	 * MDC then. Whether the span was sampled is not known any more; it is taken to be, so
	 * that the record is not dropped.
	 * @param current the current context, in which there is no span
	 * @param traceId what the MDC has under the name of the trace id
	 * @param spanId what the MDC has under the name of the span id
	 * @return the context, with a span if these are ids of one
	 */
	static Context withIds(Context current, @Nullable String traceId, @Nullable String spanId) {
		if (traceId == null || spanId == null) {
			return current;
		}
		SpanContext span = SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
		return span.isValid() ? current.with(Span.wrap(span)) : current;
	}

	static boolean hasSpan(Context context) {
		return Span.fromContext(context).getSpanContext().isValid();
	}

	static long epochNanos(Instant instant) {
		return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
	}

}
