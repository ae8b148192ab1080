// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.json;

import java.util.Collection;

import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Writes a line for each batch of spans.
 */
final class JsonSpanExporter implements SpanExporter {

	private final JsonLines lines;

	JsonSpanExporter(JsonLines lines) {
		this.lines = lines;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> items) {
		return this.lines.write(TraceRequestMarshaler.create(items));
	}

	@Override
	public CompletableResultCode flush() {
		return this.lines.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.lines.close();
	}

	@Override
	public String toString() {
		return "JsonSpanExporter{}";
	}

}
