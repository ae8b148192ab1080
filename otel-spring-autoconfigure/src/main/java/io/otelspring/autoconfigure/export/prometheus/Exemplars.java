// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.LongExemplarData;
import org.jspecify.annotations.Nullable;

/**
 * Exemplars as OpenMetrics writes them behind a sample.
 */
final class Exemplars {

	/** OpenMetrics' limit for the names and values of the labels together. */
	private static final int LONGEST = 128;

	private Exemplars() {
	}

	/**
	 * Find the latest exemplar with a value in a range.
	 * @param exemplars the exemplars
	 * @param above what the value must be greater than
	 * @param upTo what the value must not be greater than
	 * @return the exemplar or {@code null} if there is none
	 */
	static @Nullable ExemplarData latest(List<? extends ExemplarData> exemplars, double above, double upTo) {
		ExemplarData latest = null;
		for (ExemplarData exemplar : exemplars) {
			double value = value(exemplar);
			if (value > above && value <= upTo
					&& (latest == null || exemplar.getEpochNanos() > latest.getEpochNanos())) {
				latest = exemplar;
			}
		}
		return latest;
	}

	/**
	 * Append an exemplar.
	 * @param line the sample's line
	 * @param exemplar the exemplar
	 */
	static void append(StringBuilder line, ExemplarData exemplar) {
		StringBuilder labels = new StringBuilder(96);
		int length = 0;
		SpanContext span = exemplar.getSpanContext();
		if (span.isValid()) {
			Labels.append(labels, "trace_id", span.getTraceId());
			Labels.append(labels, "span_id", span.getSpanId());
			length = "trace_idspan_id".length() + span.getTraceId().length() + span.getSpanId().length();
		}
		Map<String, String> further = new TreeMap<>();
		exemplar.getFilteredAttributes()
			.forEach((key, value) -> further.put(Names.label(key.getKey()), Labels.text(value)));
		for (Map.Entry<String, String> label : further.entrySet()) {
			String name = label.getKey();
			int added = name.length() + label.getValue().length();
			if (length + added <= LONGEST && !name.equals("trace_id") && !name.equals("span_id")) {
				length += added;
				Labels.append(labels, name, label.getValue());
			}
		}
		line.append(" # {").append(labels).append("} ").append(Numbers.text(value(exemplar))).append(' ');
		Numbers.seconds(line, exemplar.getEpochNanos());
	}

	private static double value(ExemplarData exemplar) {
		return (exemplar instanceof LongExemplarData whole) ? whole.getValue()
				: ((DoubleExemplarData) exemplar).getValue();
	}

}
