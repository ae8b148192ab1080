// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ExceptionAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

import io.otelspring.autoconfigure.ExportThread;

/**
 * Writes the events of Logback to {@link LogBridge}.
 */
final class LogbackAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	static final String NAME = "otelSpring";

	LogbackAppender() {
		setName(NAME);
	}

	@Override
	protected void append(ILoggingEvent event) {
		LogRecordWriter writer = LogBridge.INSTANCE.current();
		if (writer == null || !ExportThread.enter()) {
			return;
		}
		try {
			write(event, writer);
		}
		catch (LinkageError ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			ExportThread.exit();
		}
	}

	private void write(ILoggingEvent event, LogRecordWriter writer) {
		Context context = Context.current();
		if (!LogRecordWriter.hasSpan(context)) {
			Map<String, String> mdc = event.getMDCPropertyMap();
			if (mdc != null && !mdc.isEmpty()) {
				context = LogRecordWriter.withIds(context, mdc.get(writer.ids().traceIdKey()),
						mdc.get(writer.ids().spanIdKey()));
			}
		}
		Level level = event.getLevel();
		LogRecordBuilder record = writer.begin(event.getLoggerName(), severity(level), level.levelStr, context);
		if (record == null) {
			return;
		}
		timestamp(event, record);
		String message = event.getFormattedMessage();
		if (message != null) {
			record.setBody(message);
		}
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (writer.capturesMdc()) {
			mdc(event, pairs, writer, record);
		}
		if (pairs != null) {
			pairs(pairs, record);
		}
		if (writer.capturesCode()) {
			StackTraceElement[] callers = event.getCallerData();
			writer.code(record, (callers != null && callers.length > 0) ? callers[0] : null);
		}
		exception(event.getThrowableProxy(), record);
		record.emit();
	}

	private static void timestamp(ILoggingEvent event, LogRecordBuilder record) {
		Instant instant = event.getInstant();
		if (instant != null) {
			record.setTimestamp(LogRecordWriter.epochNanos(instant), TimeUnit.NANOSECONDS);
		}
		else {
			record.setTimestamp(event.getTimeStamp(), TimeUnit.MILLISECONDS);
		}
	}

	private static void mdc(ILoggingEvent event, @Nullable List<KeyValuePair> pairs, LogRecordWriter writer,
			LogRecordBuilder record) {
		Map<String, String> mdc = event.getMDCPropertyMap();
		if (mdc instanceof CorrelatedMdc correlated) {
			mdc = correlated.original();
		}
		if (mdc == null || mdc.isEmpty()) {
			return;
		}
		for (Map.Entry<String, String> entry : mdc.entrySet()) {
			if (pairs == null || !contains(pairs, 0, entry.getKey())) {
				writer.mdc(record, entry.getKey(), entry.getValue());
			}
		}
	}

	// What a statement says last counts: attributes of one name but different types would
	// otherwise both be sent.
	private static void pairs(List<KeyValuePair> pairs, LogRecordBuilder record) {
		for (int i = 0; i < pairs.size(); i++) {
			KeyValuePair pair = pairs.get(i);
			if (!contains(pairs, i + 1, pair.key)) {
				TypedAttributes.write(record, pair.key, pair.value);
			}
		}
	}

	private static boolean contains(List<KeyValuePair> pairs, int from, @Nullable String key) {
		for (int i = from; i < pairs.size(); i++) {
			String other = pairs.get(i).key;
			if (other != null && other.equals(key)) {
				return true;
			}
		}
		return false;
	}

	private static void exception(@Nullable IThrowableProxy proxy, LogRecordBuilder record) {
		if (proxy instanceof ThrowableProxy real && real.getThrowable() != null) {
			record.setException(real.getThrowable());
		}
		else if (proxy != null) {
			record.setAttribute(ExceptionAttributes.EXCEPTION_TYPE, proxy.getClassName());
			record.setAttribute(ExceptionAttributes.EXCEPTION_MESSAGE, proxy.getMessage());
			record.setAttribute(ExceptionAttributes.EXCEPTION_STACKTRACE, ThrowableProxyUtil.asString(proxy));
		}
	}

	private static Severity severity(Level level) {
		return switch (level.toInt()) {
			case Level.ERROR_INT -> Severity.ERROR;
			case Level.WARN_INT -> Severity.WARN;
			case Level.INFO_INT -> Severity.INFO;
			case Level.DEBUG_INT -> Severity.DEBUG;
			default -> Severity.TRACE;
		};
	}

}
