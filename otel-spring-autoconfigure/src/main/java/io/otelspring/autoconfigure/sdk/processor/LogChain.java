// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.export.Completion;

/**
 * The log record processors of the application and, after them, those that export.
 */
final class LogChain implements LogRecordProcessor {

	private final LogStage[] stages;

	private final LogRecordProcessor rest;

	/**
	 * Create a chain.
	 * @param processors the application's processors
	 * @param rest what comes after them
	 * @param watch looks for calls that do not return
	 * @param lost is told how many records do not get to the rest
	 */
	LogChain(List<LogRecordProcessor> processors, LogRecordProcessor rest, ProcessorWatch watch, LongConsumer lost) {
		this.rest = rest;
		this.stages = new LogStage[processors.size()];
		for (int i = 0; i < this.stages.length; i++) {
			int next = i + 1;
			this.stages[i] = new LogStage(processors.get(i), watch, (context, record) -> emit(next, context, record),
					lost);
		}
	}

	@Override
	public void onEmit(Context context, ReadWriteLogRecord logRecord) {
		emit(0, context, logRecord);
	}

	private void emit(int first, Context context, ReadWriteLogRecord logRecord) {
		for (int i = first; i < this.stages.length; i++) {
			if (!this.stages[i].emit(context, logRecord)) {
				return;
			}
		}
		this.rest.onEmit(context, logRecord);
	}

	/**
	 * Wait for what is on its way to the processors that export.
	 * @return completed when all has got there, or is known not to
	 */
	CompletableResultCode drained() {
		CompletableResultCode drained = CompletableResultCode.ofSuccess();
		for (LogStage stage : this.stages) {
			drained = Completion.inOrder(drained, stage::drained);
		}
		return drained;
	}

	@Override
	public CompletableResultCode forceFlush() {
		List<CompletableResultCode> all = new ArrayList<>();
		// What is there need not wait for what may never come
		all.add(this.rest.forceFlush());
		for (LogStage stage : this.stages) {
			all.add(stage.forceFlush());
		}
		all.add(Completion.inOrder(drained(), this.rest::forceFlush));
		return CompletableResultCode.ofAll(all);
	}

	@Override
	public CompletableResultCode shutdown() {
		return Completion.inOrder(drained(), () -> {
			List<CompletableResultCode> all = new ArrayList<>();
			for (LogStage stage : this.stages) {
				all.add(stage.shutdown());
			}
			all.add(this.rest.shutdown());
			return CompletableResultCode.ofAll(all);
		});
	}

	void end() {
		for (LogStage stage : this.stages) {
			stage.end();
		}
	}

	List<Finding> findings() {
		return Stream.of(this.stages).map(LogStage::finding).filter(Objects::nonNull).toList();
	}

	@Override
	public String toString() {
		return "LogChain{" + List.of(this.stages) + ", " + this.rest + '}';
	}

}
