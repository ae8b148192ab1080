// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Where spans end: they are counted and dropped.
 */
public final class DroppedSpans implements SpanProcessor {

	private final LongAdder count = new LongAdder();

	/**
	 * Return how many spans ended.
	 * @return their number
	 */
	public long count() {
		return this.count.sum();
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
		this.count.increment();
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

}
