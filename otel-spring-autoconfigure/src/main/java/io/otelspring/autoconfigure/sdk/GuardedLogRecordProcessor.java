// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/**
 * A log record processor of the application's, which may throw, and may block.
 */
final class GuardedLogRecordProcessor implements LogRecordProcessor {

	private final LogRecordProcessor processor;

	private final ProcessorGuard guard;

	GuardedLogRecordProcessor(LogRecordProcessor processor, ProcessorGuard guard) {
		this.processor = processor;
		this.guard = guard;
	}

	@Override
	public void onEmit(Context context, ReadWriteLogRecord logRecord) {
		long begin = System.nanoTime();
		try {
			this.processor.onEmit(context, logRecord);
		}
		catch (Throwable ex) {
			this.guard.failed(ex);
		}
		this.guard.called(begin);
	}

	@Override
	public CompletableResultCode forceFlush() {
		return this.guard.end(this.processor::forceFlush);
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.guard.end(this.processor::shutdown);
	}

	@Override
	public String toString() {
		return this.processor.toString();
	}

}
