// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Spans of one trace, each above those that it is the parent of, which stand in the order
 * of their starts.
 */
final class SpanTree {

	private static final int DEEPEST = 30;

	private final List<SpanData> roots = new ArrayList<>();

	private final Map<String, List<SpanData>> children = new HashMap<>();

	SpanTree(List<SpanData> spans) {
		Set<String> ids = spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
		spans.stream().sorted(Comparator.comparingLong(SpanData::getStartEpochNanos)).forEach((span) -> {
			if (ids.contains(span.getParentSpanId()) && !span.getParentSpanContext().isRemote()) {
				this.children.computeIfAbsent(span.getParentSpanId(), (id) -> new ArrayList<>()).add(span);
			}
			else {
				this.roots.add(span);
			}
		});
	}

	/**
	 * Hand on each span with its depth.
	 * @param action takes them, parents first
	 */
	void forEach(ObjIntConsumer<SpanData> action) {
		this.roots.forEach((root) -> visit(root, 0, action));
	}

	private void visit(SpanData span, int depth, ObjIntConsumer<SpanData> action) {
		action.accept(span, Math.min(depth, DEEPEST));
		this.children.getOrDefault(span.getSpanId(), List.of()).forEach((child) -> visit(child, depth + 1, action));
	}

}
