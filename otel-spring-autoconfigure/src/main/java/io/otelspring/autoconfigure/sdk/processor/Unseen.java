// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The spans that a processor has not seen, told by the times at which they started: all
 * between the first and the last of them are taken for such spans. So nothing is kept for
 * each of them, however many there are and however long they live.
 *
 * @param first when the first started
 * @param last when the last started
 */
record Unseen(long first, long last) {

	/**
	 * Add a span.
	 * @param unseen those that there are
	 * @param start when the span started
	 * @return those and the span
	 */
	static Unseen with(@Nullable Unseen unseen, long start) {
		return (unseen != null) ? new Unseen(Math.min(unseen.first, start), Math.max(unseen.last, start))
				: new Unseen(start, start);
	}

	static long start(ReadableSpan span) {
		return span.toSpanData().getStartEpochNanos();
	}

	boolean has(long start) {
		return start >= this.first && start <= this.last;
	}

}
