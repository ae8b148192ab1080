// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.PrintStream;
import java.util.Collection;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Prints a line for each log record.
 */
final class ConsoleLogExporter implements LogRecordExporter {

	private final PrintStream out;

	ConsoleLogExporter(PrintStream out) {
		this.out = out;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> records) {
		records.forEach(this::print);
		return CompletableResultCode.ofSuccess();
	}

	private void print(LogRecordData record) {
		long time = (record.getTimestampEpochNanos() != 0) ? record.getTimestampEpochNanos()
				: record.getObservedTimestampEpochNanos();
		Line line = new Line("LOG   ", time);
		line.add((record.getSeverityText() != null) ? record.getSeverityText() : record.getSeverity()).add(' ');
		line.add(record.getInstrumentationScopeInfo().getName()).add("  ");
		Value<?> body = record.getBodyValue();
		line.add((body != null) ? body.asString() : "");
		if (record.getSpanContext().isValid()) {
			line.ids(record.getSpanContext());
		}
		this.out.println(line.attributes(record.getAttributes()));
	}

	@Override
	public CompletableResultCode flush() {
		this.out.flush();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return flush();
	}

	@Override
	public String toString() {
		return "ConsoleLogExporter{}";
	}

}
