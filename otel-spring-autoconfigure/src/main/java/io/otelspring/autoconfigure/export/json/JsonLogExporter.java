// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.json;

import java.util.Collection;

import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Writes a line for each batch of log records.
 */
final class JsonLogExporter implements LogRecordExporter {

	private final JsonLines lines;

	JsonLogExporter(JsonLines lines) {
		this.lines = lines;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> items) {
		return this.lines.write(LogsRequestMarshaler.create(items));
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
		return "JsonLogExporter{}";
	}

}
