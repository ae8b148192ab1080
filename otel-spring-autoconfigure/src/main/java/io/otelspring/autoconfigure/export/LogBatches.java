// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Value;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;

/**
 * Exports log records in batches. What waits is bounded by the length of the bodies, too.
 */
final class LogBatches implements LogRecordProcessor, Abandonable {

	private final LogRecordExporter exporter;

	private final BatchQueue<ReadWriteLogRecord> queue;

	LogBatches(CountedLogRecordExporter exporter, BatchSettings settings) {
		this.exporter = exporter;
		this.queue = new BatchQueue<>("otel-export-logs-" + exporter.status().name(), settings, exporter.status(),
				LogBatches::weigh, this::export);
	}

	// The body has no limit before it is exported, unlike all else
	private static int weigh(ReadWriteLogRecord record) {
		Value<?> body = record.getBodyValue();
		return (body != null && body.getValue() instanceof String text) ? text.length() : 0;
	}

	private CompletableResultCode export(List<ReadWriteLogRecord> records) {
		List<LogRecordData> data = new ArrayList<>(records.size());
		for (ReadWriteLogRecord record : records) {
			data.add(record.toLogRecordData());
		}
		return this.exporter.export(data);
	}

	@Override
	public void onEmit(Context context, ReadWriteLogRecord logRecord) {
		this.queue.add(logRecord);
	}

	@Override
	public CompletableResultCode forceFlush() {
		return Completion.inOrder(this.queue.flush(), this.exporter::flush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return Completion.inOrder(this.queue.stop(), this.exporter::shutdown);
	}

	@Override
	public void abandon() {
		this.queue.abandon();
	}

	@Override
	public String toString() {
		return "LogBatches{" + this.exporter + '}';
	}

}
