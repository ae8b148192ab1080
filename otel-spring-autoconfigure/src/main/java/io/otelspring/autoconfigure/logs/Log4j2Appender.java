// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.ReadOnlyStringMap;

import io.otelspring.autoconfigure.ExportThread;

/**
 * Writes the events of Log4j2 to {@link LogBridge}. Log4j2 has put the key-value pairs of
 * SLF4J among the MDC entries, as strings, by then; entries of its own
 * {@link MapMessage}s keep their type.
 */
final class Log4j2Appender extends AbstractAppender {

	static final String NAME = "otelSpring";

	Log4j2Appender() {
		super(NAME, null, null, true, Property.EMPTY_ARRAY);
	}

	@Override
	public boolean requiresLocation() {
		LogRecordWriter writer = LogBridge.INSTANCE.current();
		return writer != null && writer.capturesCode();
	}

	@Override
	public void append(LogEvent event) {
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

	private void write(LogEvent event, LogRecordWriter writer) {
		ReadOnlyStringMap mdc = event.getContextData();
		Context context = Context.current();
		if (mdc != null && !mdc.isEmpty() && !LogRecordWriter.hasSpan(context)) {
			context = LogRecordWriter.withIds(context, string(mdc, writer.ids().traceIdKey()),
					string(mdc, writer.ids().spanIdKey()));
		}
		Level level = event.getLevel();
		LogRecordBuilder record = writer.begin(event.getLoggerName(), severity(level), level.name(), context);
		if (record == null) {
			return;
		}
		Instant instant = event.getInstant();
		record.setTimestamp(TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNanoOfSecond(),
				TimeUnit.NANOSECONDS);
		Message message = event.getMessage();
		String body = (message != null) ? message.getFormattedMessage() : null;
		if (body != null) {
			record.setBody(body);
		}
		MapMessage<?, ?> pairs = (message instanceof MapMessage<?, ?> map) ? map : null;
		if (mdc != null && writer.capturesMdc()) {
			mdc.forEach((key, value) -> {
				if (pairs == null || !pairs.containsKey(key)) {
					writer.mdc(record, key, value);
				}
			});
		}
		if (pairs != null) {
			pairs.forEach((key, value) -> TypedAttributes.write(record, key, value));
		}
		if (writer.capturesCode()) {
			writer.code(record, event.getSource());
		}
		if (event.getThrown() != null) {
			record.setException(event.getThrown());
		}
		record.emit();
	}

	private static String string(ReadOnlyStringMap mdc, String key) {
		Object value = mdc.getValue(key);
		return (value != null) ? value.toString() : "";
	}

	private static Severity severity(Level level) {
		return switch (level.getStandardLevel()) {
			case OFF, FATAL -> Severity.FATAL;
			case ERROR -> Severity.ERROR;
			case WARN -> Severity.WARN;
			case INFO -> Severity.INFO;
			case DEBUG -> Severity.DEBUG;
			case TRACE, ALL -> Severity.TRACE;
		};
	}

}
