// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.Map;
import java.util.WeakHashMap;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * The spans that a processor has not seen and that have not ended. It knows a span for as
 * long as the application holds it; of one that is never ended nothing is left once it is
 * garbage. Where there are none, as nearly always, to ask costs one look.
 */
final class Unseen {

	// Spans are equal to themselves alone
	private final Map<ReadableSpan, Boolean> spans = new WeakHashMap<>();

	private volatile boolean any;

	/**
	 * Add a span.
	 * @param span the span
	 */
	synchronized void add(ReadableSpan span) {
		this.spans.put(span, Boolean.TRUE);
		this.any = true;
	}

	/**
	 * Return whether a span was not seen.
	 * @param span the span
	 * @return whether it is one of these
	 */
	boolean has(ReadableSpan span) {
		if (!this.any) {
			return false;
		}
		synchronized (this) {
			return this.spans.containsKey(span);
		}
	}

	/**
	 * Forget a span, since it has ended.
	 * @param span the span
	 * @return whether it was one of these
	 */
	boolean remove(ReadableSpan span) {
		if (!this.any) {
			return false;
		}
		synchronized (this) {
			boolean unseen = this.spans.remove(span) != null;
			this.any = !this.spans.isEmpty();
			return unseen;
		}
	}

	/**
	 * Return whether there are none.
	 * @return whether to ask for one costs nothing
	 */
	boolean isEmpty() {
		return !this.any;
	}

}
