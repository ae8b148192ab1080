// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The span processors of the application and, after them, those that export.
 */
final class SpanChain implements ExtendedSpanProcessor {

	private final SpanStage[] stages;

	private final SpanProcessor rest;

	private final LongConsumer lost;

	private final boolean startRequired;

	private final @Nullable ExtendedSpanProcessor ending;

	private final boolean endingRequired;

	/**
	 * Create a chain.
	 * @param stages the application's processors
	 * @param rest what comes after them
	 * @param lost is told how many spans do not get that far
	 */
	SpanChain(List<SpanStage> stages, SpanProcessor rest, LongConsumer lost) {
		this.stages = stages.toArray(SpanStage[]::new);
		this.rest = rest;
		this.lost = lost;
		this.startRequired = rest.isStartRequired() || stages.stream().anyMatch(SpanStage::isStartRequired);
		this.ending = (rest instanceof ExtendedSpanProcessor extended && extended.isOnEndingRequired()) ? extended
				: null;
		this.endingRequired = this.ending != null || stages.stream().anyMatch(SpanStage::isOnEndingRequired);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		for (SpanStage stage : this.stages) {
			if (!stage.start(parentContext, span)) {
				return;
			}
		}
		if (this.rest.isStartRequired()) {
			this.rest.onStart(parentContext, span);
		}
	}

	@Override
	public boolean isStartRequired() {
		return this.startRequired;
	}

	@Override
	public void onEnding(ReadWriteSpan span) {
		for (SpanStage stage : this.stages) {
			if (!stage.ending(span)) {
				return;
			}
		}
		if (this.ending != null) {
			this.ending.onEnding(span);
		}
	}

	@Override
	public boolean isOnEndingRequired() {
		return this.endingRequired;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		for (int i = 0; i < this.stages.length; i++) {
			if (!this.stages[i].end(span)) {
				withheld(span, i + 1);
				return;
			}
		}
		if (this.rest.isEndRequired()) {
			this.rest.onEnd(span);
		}
	}

	private void withheld(ReadableSpan span, int next) {
		for (int i = next; i < this.stages.length; i++) {
			this.stages[i].forget(span);
		}
		if (span.getSpanContext().isSampled()) {
			this.lost.accept(1);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	@Override
	public CompletableResultCode forceFlush() {
		List<CompletableResultCode> all = new ArrayList<>();
		for (SpanStage stage : this.stages) {
			all.add(stage.forceFlush());
		}
		all.add(this.rest.forceFlush());
		return CompletableResultCode.ofAll(all);
	}

	@Override
	public CompletableResultCode shutdown() {
		List<CompletableResultCode> all = new ArrayList<>();
		for (SpanStage stage : this.stages) {
			all.add(stage.shutdown());
		}
		all.add(this.rest.shutdown());
		return CompletableResultCode.ofAll(all);
	}

	@Override
	public String toString() {
		return "SpanChain{" + Arrays.toString(this.stages) + ", " + this.rest + '}';
	}

}
