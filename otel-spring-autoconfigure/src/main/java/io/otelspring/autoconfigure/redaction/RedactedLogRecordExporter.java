// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.semconv.ExceptionAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Hands masked log records to an exporter. A record in which nothing is masked is handed
 * on as it is.
 */
final class RedactedLogRecordExporter implements LogRecordExporter {

	// What Hibernate logs of each failed statement: the database's message, without the
	// exception; and what Spring Kafka logs of messages that were not sent: their key and
	// body.
	private static final Set<String> LOGGERS_OF_VALUES = Set.of("org.hibernate.engine.jdbc.spi.SqlExceptionHelper",
			"org.hibernate.orm.jdbc.error", "org.springframework.kafka.support.LoggingProducerListener");

	// By the loggers' package, what tells that a message is in the text, with its body or
	// its headers. An Artemis that runs in the application logs each.
	private static final Map<String, String> MESSAGES = Map.of("org.springframework.amqp.", "(Body:",
			"org.springframework.jms.", "Rejecting received message", "org.apache.activemq.audit.", "");

	// An exception that is part of the text of a statement.
	private static final String QUOTED = "Exception: ";

	private final LogRecordExporter exporter;

	private final Redaction redaction;

	private final int longestBody;

	RedactedLogRecordExporter(LogRecordExporter exporter, Redaction redaction, int longestBody) {
		this.exporter = exporter;
		this.redaction = redaction;
		this.longestBody = longestBody;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> records) {
		List<LogRecordData> masked = new ArrayList<>(records.size());
		for (LogRecordData record : records) {
			masked.add(mask(record));
		}
		return this.exporter.export(masked);
	}

	private LogRecordData mask(LogRecordData record) {
		Attributes attributes = this.redaction.attributes(record.getAttributes(), record.getInstrumentationScopeInfo());
		ExceptionTexts texts = null;
		if (attributes.get(ExceptionAttributes.EXCEPTION_TYPE) != null
				|| attributes.get(ExceptionAttributes.EXCEPTION_STACKTRACE) != null) {
			texts = this.redaction.exception();
			attributes = this.redaction.exception(attributes, texts);
		}
		Value<?> body = record.getBodyValue();
		if (body != null && body.getType() == ValueType.STRING) {
			String text = (String) body.getValue();
			String kept = text(text, record.getInstrumentationScopeInfo().getName(), texts);
			kept = Redaction.cut((kept != null) ? kept : "", this.longestBody);
			body = text.equals(kept) ? body : Value.of(kept);
		}
		return (attributes == record.getAttributes() && body == record.getBodyValue()) ? record
				: new MaskedLogRecord(record, attributes, body);
	}

	private @Nullable String text(String text, String logger, @Nullable ExceptionTexts texts) {
		String kept = this.redaction.text(text);
		if (LOGGERS_OF_VALUES.contains(logger) || hasMessage(kept, logger)) {
			kept = this.redaction.exception().message(DatabaseExceptions.ANY, kept);
		}
		else if (texts != null || kept.contains(QUOTED)) {
			kept = ((texts != null) ? texts : this.redaction.exception()).repeated(kept);
		}
		return kept;
	}

	private static boolean hasMessage(String text, String logger) {
		for (Map.Entry<String, String> message : MESSAGES.entrySet()) {
			if (logger.startsWith(message.getKey())) {
				return text.contains(message.getValue());
			}
		}
		return false;
	}

	@Override
	public CompletableResultCode flush() {
		return this.exporter.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.exporter.shutdown();
	}

	@Override
	public String toString() {
		return this.exporter.toString();
	}

}
