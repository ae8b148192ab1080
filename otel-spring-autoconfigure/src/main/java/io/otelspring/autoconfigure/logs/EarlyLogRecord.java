// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A log record that waits to be replayed.
 */
final class EarlyLogRecord implements LogRecordBuilder {

	private final EarlyLogs keeper;

	private final String loggerName;

	private long timestamp;

	private long observed;

	private Context context = Context.root();

	private Severity severity = Severity.UNDEFINED_SEVERITY_NUMBER;

	private @Nullable String severityText;

	private @Nullable String body;

	private @Nullable AttributesBuilder attributes;

	private @Nullable Throwable exception;

	EarlyLogRecord(EarlyLogs keeper, String loggerName) {
		this.keeper = keeper;
		this.loggerName = loggerName;
	}

	@Override
	public LogRecordBuilder setTimestamp(long timestamp, TimeUnit unit) {
		this.timestamp = unit.toNanos(timestamp);
		return this;
	}

	@Override
	public LogRecordBuilder setTimestamp(Instant instant) {
		return setTimestamp(LogRecordWriter.epochNanos(instant), TimeUnit.NANOSECONDS);
	}

	@Override
	public LogRecordBuilder setObservedTimestamp(long timestamp, TimeUnit unit) {
		this.observed = unit.toNanos(timestamp);
		return this;
	}

	@Override
	public LogRecordBuilder setObservedTimestamp(Instant instant) {
		return setObservedTimestamp(LogRecordWriter.epochNanos(instant), TimeUnit.NANOSECONDS);
	}

	@Override
	public LogRecordBuilder setContext(Context context) {
		this.context = context;
		return this;
	}

	@Override
	public LogRecordBuilder setSeverity(Severity severity) {
		this.severity = severity;
		return this;
	}

	@Override
	public LogRecordBuilder setSeverityText(String severityText) {
		this.severityText = severityText;
		return this;
	}

	@Override
	public LogRecordBuilder setBody(String body) {
		this.body = body;
		return this;
	}

	@Override
	public <T> LogRecordBuilder setAttribute(AttributeKey<T> key, @Nullable T value) {
		if (value != null) {
			if (this.attributes == null) {
				this.attributes = Attributes.builder();
			}
			this.attributes.put(key, value);
		}
		return this;
	}

	@Override
	public LogRecordBuilder setException(Throwable throwable) {
		this.exception = throwable;
		return this;
	}

	@Override
	public void emit() {
		if (this.observed == 0) {
			this.observed = LogRecordWriter.epochNanos(Instant.now());
		}
		this.keeper.add(this);
	}

	void replayTo(LogTarget target) {
		Logger logger = target.logger(this.loggerName);
		if (!logger.isEnabled(this.severity, this.context)) {
			return;
		}
		LogRecordBuilder record = logger.logRecordBuilder()
			.setTimestamp(this.timestamp, TimeUnit.NANOSECONDS)
			.setObservedTimestamp(this.observed, TimeUnit.NANOSECONDS)
			.setContext(this.context)
			.setSeverity(this.severity);
		if (this.severityText != null) {
			record.setSeverityText(this.severityText);
		}
		if (this.body != null) {
			record.setBody(this.body);
		}
		if (this.attributes != null) {
			record.setAllAttributes(this.attributes.build());
		}
		if (this.exception != null) {
			record.setException(this.exception);
		}
		record.emit();
	}

}
