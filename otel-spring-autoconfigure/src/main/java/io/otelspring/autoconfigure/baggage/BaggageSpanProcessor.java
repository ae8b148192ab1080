// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.List;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Copies baggage to spans when they start. An attribute that is there already stays: what
 * a caller sends takes the place of nothing that was seen here.
 */
final class BaggageSpanProcessor implements SpanProcessor {

	private final CopiedBaggage baggage;

	BaggageSpanProcessor(List<String> names) {
		this.baggage = new CopiedBaggage(names);
	}

	@Override
	public void onStart(Context parentContext, ReadWriteSpan span) {
		this.baggage.copy(parentContext, (key, value) -> {
			if (span.getAttribute(key) == null) {
				span.setAttribute(key, value);
			}
		});
	}

	@Override
	public boolean isStartRequired() {
		return true;
	}

	@Override
	public void onEnd(ReadableSpan span) {
	}

	@Override
	public boolean isEndRequired() {
		return false;
	}

}
