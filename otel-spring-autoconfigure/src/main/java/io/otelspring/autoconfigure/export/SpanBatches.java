// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/**
 * Exports sampled spans in batches.
 */
final class SpanBatches implements SpanProcessor, Abandonable {

	private final SpanExporter exporter;

	private final BatchQueue<ReadableSpan> queue;

	SpanBatches(CountedSpanExporter exporter, BatchSettings settings) {
		this.exporter = exporter;
		this.queue = new BatchQueue<>("otel-export-traces-" + exporter.status().name(), settings, exporter.status(),
				(span) -> 0, this::export);
	}

	private CompletableResultCode export(List<ReadableSpan> spans) {
		List<SpanData> data = new ArrayList<>(spans.size());
		for (ReadableSpan span : spans) {
			data.add(span.toSpanData());
		}
		return this.exporter.export(data);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
	}

	@Override
	public boolean isStartRequired() {
		return false;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (span.getSpanContext().isSampled()) {
			this.queue.add(span);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
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
		return "SpanBatches{" + this.exporter + '}';
	}

}
