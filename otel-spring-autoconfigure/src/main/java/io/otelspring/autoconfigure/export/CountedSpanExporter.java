// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Counts what becomes of the spans that an exporter is given, and keeps what it throws
 * away from the caller.
 */
final class CountedSpanExporter implements SpanExporter {

	private final SpanExporter exporter;

	private final ExporterStatus status;

	CountedSpanExporter(SpanExporter exporter, ExporterStatus status) {
		this.exporter = exporter;
		this.status = status;
	}

	ExporterStatus status() {
		return this.status;
	}

	@Override
	public CompletableResultCode export(Collection<SpanData> items) {
		this.status.listeners().announce((listener) -> listener.spans(items));
		return this.status.export(items.size(), () -> this.exporter.export(items));
	}

	@Override
	public CompletableResultCode flush() {
		return Completion.inOrder(this.exporter.flush(), this.status::flush);
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
