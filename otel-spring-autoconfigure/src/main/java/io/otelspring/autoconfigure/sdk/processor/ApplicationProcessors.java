// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.trace.SpanProcessor;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.Signal;

/**
 * The processors of the application's own, so put before those that export that they harm
 * nobody: whatever one of them throws stays there, and one that blocks does not keep
 * requests waiting, where that can be had without the loss of what it masks.
 */
public final class ApplicationProcessors {

	private final ExportStatus status;

	private final ProcessorWatch watch;

	private final List<SpanStage> spans = new ArrayList<>();

	private final List<LogChain> logs = new ArrayList<>();

	/**
	 * Create it without processors.
	 * @param status where what does not get to the exporters is counted
	 */
	public ApplicationProcessors(ExportStatus status) {
		this(status, ProcessorWatch.TICK);
	}

	ApplicationProcessors(ExportStatus status, Duration tick) {
		this.status = status;
		this.watch = new ProcessorWatch(tick);
	}

	/**
	 * Put span processors before those that export.
	 * @param processors the application's
	 * @param exporting those that export
	 * @return what the SDK is given
	 */
	public List<SpanProcessor> spans(List<SpanProcessor> processors, List<SpanProcessor> exporting) {
		if (processors.isEmpty()) {
			return exporting;
		}
		processors.forEach((processor) -> this.spans.add(new SpanStage(processor, this.watch)));
		return List.of(new SpanChain(this.spans, SpanProcessor.composite(exporting),
				(items) -> this.status.withhold(Signal.TRACES, items)));
	}

	/**
	 * Put log record processors before those that export.
	 * @param processors the application's
	 * @param exporting those that export
	 * @return what the SDK is given
	 */
	public List<LogRecordProcessor> logs(List<LogRecordProcessor> processors, List<LogRecordProcessor> exporting) {
		if (processors.isEmpty()) {
			return exporting;
		}
		LogChain chain = new LogChain(processors, LogRecordProcessor.composite(exporting), this.watch,
				(items) -> this.status.withhold(Signal.LOGS, items));
		this.logs.add(chain);
		return List.of(chain);
	}

	/**
	 * Begin to watch. Without processors there is nothing to do, and no thread.
	 */
	public void start() {
		this.watch.start();
	}

	/**
	 * Return what is to be said about the processors.
	 * @return the findings
	 */
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		this.spans.forEach((stage) -> findings.addAll(stage.findings()));
		this.logs.forEach((chain) -> findings.addAll(chain.findings()));
		return findings;
	}

	/**
	 * Wait for the calls that are made on other threads.
	 * @param timeout the longest wait
	 * @return how long it took
	 */
	public Duration settle(Duration timeout) {
		long begin = System.nanoTime();
		List<CompletableResultCode> all = new ArrayList<>();
		this.spans.forEach((stage) -> all.add(stage.drained()));
		this.logs.forEach((chain) -> all.add(chain.drained()));
		for (CompletableResultCode one : all) {
			long left = timeout.toNanos() - (System.nanoTime() - begin);
			one.join(Math.max(0, left), TimeUnit.NANOSECONDS);
		}
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	/**
	 * Make no further calls on other threads. Those that wait are lost, and counted.
	 */
	public void end() {
		this.watch.stop();
		this.spans.forEach(SpanStage::end);
		this.logs.forEach(LogChain::end);
	}

}
