// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * The traces whose first span has not ended, with the spans that have. They are bounded:
 * the oldest is given out early where there are too many spans, or where it waits for
 * long.
 */
final class OpenTraces {

	private static final int MOST_SPANS = 2000;

	private static final long LONGEST_NANOS = 10_000_000_000L;

	private final Map<String, List<SpanData>> traces = new LinkedHashMap<>();

	private int spans;

	/**
	 * Add a span that has ended.
	 * @param span the span
	 * @return what is to be printed now
	 */
	List<List<SpanData>> add(SpanData span) {
		this.traces.computeIfAbsent(span.getTraceId(), (id) -> new ArrayList<>()).add(span);
		this.spans++;
		List<List<SpanData>> ready = new ArrayList<>();
		if (!span.getParentSpanContext().isValid() || span.getParentSpanContext().isRemote()) {
			ready.add(take(span.getTraceId()));
		}
		while (!this.traces.isEmpty() && isOverdue(this.traces.values().iterator().next(), span)) {
			ready.add(take(this.traces.keySet().iterator().next()));
		}
		return ready;
	}

	private boolean isOverdue(List<SpanData> oldest, SpanData latest) {
		return this.spans > MOST_SPANS || latest.getEndEpochNanos() - oldest.get(0).getEndEpochNanos() > LONGEST_NANOS;
	}

	private List<SpanData> take(String traceId) {
		List<SpanData> trace = this.traces.remove(traceId);
		List<SpanData> taken = (trace != null) ? trace : List.of();
		this.spans -= taken.size();
		return taken;
	}

	/**
	 * Return all that is left.
	 * @return the traces
	 */
	List<List<SpanData>> all() {
		List<List<SpanData>> all = new ArrayList<>();
		List.copyOf(this.traces.keySet()).forEach((id) -> all.add(take(id)));
		return all;
	}

}
