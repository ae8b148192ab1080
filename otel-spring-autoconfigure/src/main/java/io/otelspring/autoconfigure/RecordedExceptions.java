// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which exceptions have been recorded as an event, so that one that passes
 * through several annotated methods and observations is recorded once per trace. It is a
 * fixed number of slots for all applications of the virtual machine: two exceptions that
 * meet in one cost a second event, never memory.
 */
public final class RecordedExceptions {

	private static final int SLOTS = 256;

	private static final AtomicReferenceArray<@Nullable Recorded> slots = new AtomicReferenceArray<>(SLOTS);

	private RecordedExceptions() {
	}

	/**
	 * Tell whether the exception has still to be recorded in this trace; the next call
	 * with both says no.
	 * @param exception the exception
	 * @param span the span that it fails
	 * @return whether this is the first time
	 */
	public static boolean isFirst(Throwable exception, SpanContext span) {
		int hash = System.identityHashCode(exception);
		int slot = (hash ^ (hash >>> 8)) & (SLOTS - 1);
		Recorded recorded = slots.get(slot);
		if (recorded != null && recorded.get() == exception && recorded.traceId.equals(span.getTraceId())) {
			return false;
		}
		slots.set(slot, new Recorded(exception, span.getTraceId()));
		return true;
	}

	private static final class Recorded extends WeakReference<Throwable> {

		private final String traceId;

		Recorded(Throwable exception, String traceId) {
			super(exception);
			this.traceId = traceId;
		}

	}

}
