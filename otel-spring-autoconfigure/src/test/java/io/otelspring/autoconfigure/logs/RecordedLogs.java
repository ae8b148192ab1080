// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reached a logger provider, also after that was closed.
 */
final class RecordedLogs implements LogRecordProcessor {

	private final List<LogRecordData> records = new CopyOnWriteArrayList<>();

	private final SdkLoggerProvider provider = SdkLoggerProvider.builder().addLogRecordProcessor(this).build();

	@Override
	public void onEmit(Context context, ReadWriteLogRecord record) {
		this.records.add(record.toLogRecordData());
	}

	SdkLoggerProvider provider() {
		return this.provider;
	}

	List<LogRecordData> all() {
		return this.records;
	}

	List<String> bodies() {
		return this.records.stream().map(RecordedLogs::body).toList();
	}

	LogRecordData one(String body) {
		List<LogRecordData> found = this.records.stream().filter((record) -> body(record).equals(body)).toList();
		assertThat(found).as("records '%s' among %s", body, bodies()).hasSize(1);
		return found.get(0);
	}

	/**
	 * Writes a line for each record, for a test in another process.
	 * @param file where to
	 */
	void writeTo(Path file) {
		List<String> lines = this.records.stream()
			.map((record) -> record.getInstrumentationScopeInfo().getName() + "|" + record.getSeverity() + "|"
					+ record.getSpanContext().getTraceId() + "|" + body(record).replaceAll("\\R", " ") + "|"
					+ attributes(record).toString().replaceAll("\\R", " "))
			.toList();
		try {
			Files.write(file, lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String body(LogRecordData record) {
		return (record.getBodyValue() != null) ? record.getBodyValue().asString() : "";
	}

	static Map<String, Object> attributes(LogRecordData record) {
		Map<String, Object> attributes = new TreeMap<>();
		record.getAttributes().forEach((key, value) -> assertThat(attributes.put(key.getKey(), value)).isNull());
		return attributes;
	}

}
