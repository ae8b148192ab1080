// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Collection;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Counts what becomes of the log records that an exporter is given, and keeps what it
 * throws away from the caller.
 */
final class CountedLogRecordExporter implements LogRecordExporter {

	private final LogRecordExporter exporter;

	private final ExporterStatus status;

	CountedLogRecordExporter(LogRecordExporter exporter, ExporterStatus status) {
		this.exporter = exporter;
		this.status = status;
	}

	ExporterStatus status() {
		return this.status;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> items) {
		this.status.listeners().announce((listener) -> listener.logs(items));
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
