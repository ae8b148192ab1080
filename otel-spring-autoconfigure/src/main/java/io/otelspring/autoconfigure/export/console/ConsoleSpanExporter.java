// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.io.PrintStream;
import java.util.Collection;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Prints a line for each span, and one for each of its events.
 */
final class ConsoleSpanExporter implements SpanExporter {

	private final PrintStream out;

	ConsoleSpanExporter(PrintStream out) {
		this.out = out;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> spans) {
		spans.forEach(this::print);
		return CompletableResultCode.ofSuccess();
	}

	private void print(SpanData span) {
		Line line = new Line("SPAN  ", span.getStartEpochNanos()).add(span.getName())
			.add("  ")
			.add(span.getKind())
			.add(' ');
		line.number((span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e6).add(" ms");
		if (span.getStatus().getStatusCode() != StatusCode.UNSET) {
			line.add(' ').add(span.getStatus().getStatusCode());
			if (!span.getStatus().getDescription().isEmpty()) {
				line.add(' ').add(span.getStatus().getDescription());
			}
		}
		line.ids(span.getSpanContext());
		if (span.getParentSpanContext().isValid()) {
			line.add(" parent=").add(span.getParentSpanId());
		}
		for (LinkData link : span.getLinks()) {
			line.add(" link=").add(link.getSpanContext().getTraceId()).add('-').add(link.getSpanContext().getSpanId());
		}
		this.out.println(line.attributes(span.getAttributes()));
		for (EventData event : span.getEvents()) {
			this.out.println(
					new Line("  EVENT", event.getEpochNanos()).add(event.getName()).attributes(event.getAttributes()));
		}
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
		return "ConsoleSpanExporter{}";
	}

}
