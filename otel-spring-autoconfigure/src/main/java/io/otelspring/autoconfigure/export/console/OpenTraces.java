// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * The traces whose first span has not ended, with the spans that have. They are bounded:
 * the oldest is given out early where there are too many spans, or where it waits for
 * long. What ends below a span that was given out is given out at once.
 */
final class OpenTraces {

	private static final int MOST_SPANS = 2000;

	private static final long LONGEST_NANOS = 10_000_000_000L;

	private final Map<String, List<SpanData>> traces = new LinkedHashMap<>();

	private final Given given = new Given();

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
		if (!span.getParentSpanContext().isValid() || span.getParentSpanContext().isRemote()
				|| this.given.contains(span.getParentSpanId())) {
			ready.add(takeBelow(span));
		}
		while (!this.traces.isEmpty() && isOverdue(this.traces.values().iterator().next(), span)) {
			ready.add(take(this.traces.keySet().iterator().next()));
		}
		ready.forEach(this.given::add);
		return ready;
	}

	// An application that calls itself has several such spans in one trace
	private List<SpanData> takeBelow(SpanData root) {
		List<SpanData> rest = take(root.getTraceId());
		List<SpanData> below = new ArrayList<>(List.of(root));
		Set<String> ids = new HashSet<>(Set.of(root.getSpanId()));
		rest.remove(root);
		while (rest.removeIf((span) -> {
			boolean child = ids.contains(span.getParentSpanId());
			if (child) {
				ids.add(span.getSpanId());
				below.add(span);
			}
			return child;
		})) {
			// Until there are no more
		}
		if (!root.getParentSpanContext().isValid()) {
			below.addAll(rest);
		}
		else if (!rest.isEmpty()) {
			this.traces.put(root.getTraceId(), rest);
			this.spans += rest.size();
		}
		return below;
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

	/**
	 * The spans that were given out last. What ends below them does not wait.
	 */
	private static final class Given {

		private static final int MOST = 2 * MOST_SPANS;

		private final Set<String> ids = new LinkedHashSet<>();

		void add(List<SpanData> spans) {
			spans.forEach((span) -> this.ids.add(span.getSpanId()));
			Iterator<String> oldest = this.ids.iterator();
			while (this.ids.size() > MOST) {
				oldest.next();
				oldest.remove();
			}
		}

		boolean contains(String id) {
			return this.ids.contains(id);
		}

	}

}
