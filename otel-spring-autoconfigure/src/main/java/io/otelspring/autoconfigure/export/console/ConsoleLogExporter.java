// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.PrintStream;
import java.util.Collection;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiStyle;

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
		Object severity = (record.getSeverityText() != null) ? record.getSeverityText() : record.getSeverity();
		Line line = new Line("LOG   ", AnsiColor.CYAN, time).add(colour(record.getSeverity()), severity)
			.add(' ')
			.add(record.getInstrumentationScopeInfo().getName())
			.add("  ");
		Value<?> body = record.getBodyValue();
		line.add((body != null) ? body.asString() : "");
		if (record.getSpanContext().isValid()) {
			line.add(AnsiStyle.FAINT,
					" trace=" + record.getSpanContext().getTraceId() + " span=" + record.getSpanContext().getSpanId());
		}
		this.out.println(line.attributes(record.getAttributes()));
	}

	private static AnsiColor colour(Severity severity) {
		if (severity.getSeverityNumber() >= Severity.ERROR.getSeverityNumber()) {
			return AnsiColor.RED;
		}
		return (severity.getSeverityNumber() >= Severity.WARN.getSeverityNumber()) ? AnsiColor.YELLOW : AnsiColor.GREEN;
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
