// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.trace.ReadableSpan;

/**
 * The spans of one trace that have ended while its local root has not.
 */
final class HeldTrace {

	static final int MAX_SPANS = 1000;

	private final String rootSpanId;

	private final long startedAt;

	private final List<ReadableSpan> spans = new ArrayList<>();

	private boolean failed;

	private boolean closed;

	HeldTrace(String rootSpanId, long startedAt) {
		this.rootSpanId = rootSpanId;
		this.startedAt = startedAt;
	}

	boolean hasRoot(ReadableSpan span) {
		return this.rootSpanId.equals(span.getSpanContext().getSpanId());
	}

	long age(long now) {
		return now - this.startedAt;
	}

	synchronized Added add(ReadableSpan span, boolean spanFailed, boolean room) {
		if (this.closed) {
			return Added.TOO_LATE;
		}
		this.failed |= spanFailed;
		if (!room || this.spans.size() >= MAX_SPANS) {
			return Added.NO_ROOM;
		}
		this.spans.add(span);
		return Added.YES;
	}

	synchronized boolean isFailed() {
		return this.failed;
	}

	/**
	 * Take no more.
	 * @return the spans that have ended
	 */
	synchronized List<ReadableSpan> close() {
		this.closed = true;
		return this.spans;
	}

	/**
	 * What became of a span that was to be added.
	 */
	enum Added {

		/** It is held. */
		YES,

		/** There is no room for it. */
		NO_ROOM,

		/** The trace is not held any longer. */
		TOO_LATE

	}

}
