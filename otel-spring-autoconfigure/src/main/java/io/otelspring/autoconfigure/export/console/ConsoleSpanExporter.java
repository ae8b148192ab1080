// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.boot.ansi.AnsiColor;
import org.springframework.boot.ansi.AnsiStyle;

/**
 * Prints the spans of a trace as a tree when its first one ends, a line for each span and
 * one for each of its events.
 */
final class ConsoleSpanExporter implements SpanExporter {

	private final PrintStream out;

	private final OpenTraces traces = new OpenTraces();

	ConsoleSpanExporter(PrintStream out) {
		this.out = out;
	}

	@Override
	public synchronized CompletableResultCode export(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			this.traces.add(span).forEach(this::print);
		}
		return CompletableResultCode.ofSuccess();
	}

	private void print(List<SpanData> trace) {
		StringBuilder lines = new StringBuilder();
		new SpanTree(trace).forEach((span, depth) -> {
			lines.append(line(span, depth)).append(System.lineSeparator());
			for (EventData event : span.getEvents()) {
				lines
					.append(new Line("  EVENT", AnsiColor.MAGENTA, event.getEpochNanos())
						.add(" ".repeat(24) + "  ".repeat(depth))
						.add(event.getName())
						.attributes(event.getAttributes()))
					.append(System.lineSeparator());
			}
		});
		// At once, so that nothing comes between the lines of a tree
		this.out.print(lines);
	}

	private static Line line(SpanData span, int depth) {
		double milliseconds = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e6;
		Line line = new Line("SPAN  ", AnsiColor.BLUE, span.getStartEpochNanos())
			.add(String.format(Locale.ROOT, "%10.3f ms  %-8s  ", milliseconds, span.getKind()))
			.add("  ".repeat(depth))
			.add(AnsiStyle.BOLD, span.getName());
		if (span.getStatus().getStatusCode() != StatusCode.UNSET) {
			AnsiColor colour = (span.getStatus().getStatusCode() == StatusCode.ERROR) ? AnsiColor.RED : AnsiColor.GREEN;
			line.add("  ")
				.add(colour, (span.getStatus().getStatusCode() + " " + span.getStatus().getDescription()).strip());
		}
		line.add(" ");
		if (depth == 0) {
			line.add(AnsiStyle.FAINT, " trace=" + span.getTraceId());
		}
		line.add(AnsiStyle.FAINT, " span=" + span.getSpanId());
		if (depth == 0 && span.getParentSpanContext().isValid()) {
			line.add(AnsiStyle.FAINT, " parent=" + span.getParentSpanId());
		}
		for (LinkData link : span.getLinks()) {
			line.add(AnsiStyle.FAINT,
					" link=" + link.getSpanContext().getTraceId() + '-' + link.getSpanContext().getSpanId());
		}
		return line.attributes(span.getAttributes());
	}

	@Override
	public synchronized CompletableResultCode flush() {
		this.traces.all().forEach(this::print);
		this.out.flush();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public CompletableResultCode shutdown() {
		return flush();
	}

	@Override
	public String toString() {
		return "ConsoleSpanExporter{}";
	}

}
