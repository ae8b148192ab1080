// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.List;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.otelspring.autoconfigure.LocalSampling;

/**
 * Brings recorded spans that are not sampled to where they are held, and those that are
 * to be exported after all to the processors that export.
 */
final class KeepProcessor implements SpanProcessor {

	private static final Log logger = LogFactory.getLog(KeepProcessor.class);

	private final HeldTraces held;

	private final List<SpanProcessor> exporters;

	KeepProcessor(HeldTraces held, List<SpanProcessor> exporters) {
		this.held = held;
		this.exporters = List.copyOf(exporters);
		held.handOnTo(this::handOn);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		if (span.getSpanContext().isSampled()) {
			return;
		}
		SpanContext parent = span.getParentSpanContext();
		if (!parent.isValid() || (parent.isRemote() && LocalSampling.isRequired(parentContext))) {
			this.held.begin(span);
		}
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
		if (!span.getSpanContext().isSampled()) {
			this.held.end(span);
		}
	}

	@Override
	public boolean isEndRequired() {
		return true;
	}

	private void handOn(ReadableSpan span) {
		KeptSpan kept = new KeptSpan(span);
		for (SpanProcessor exporter : this.exporters) {
			try {
				exporter.onEnd(kept);
			}
			catch (RuntimeException ex) {
				logger.debug("A span could not be handed on", ex);
			}
		}
	}

	@Override
	public CompletableResultCode shutdown() {
		this.held.giveUpAll();
		return CompletableResultCode.ofSuccess();
	}

	@Override
	public String toString() {
		return "KeepProcessor";
	}

}
