// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;
import java.util.function.Function;

/**
 * Lists what has arrived, for the message of a wait that found nothing.
 */
final class Inventory {

	private static final int LIMIT = 50;

	private final StringBuilder text = new StringBuilder();

	Inventory(ReceivedTelemetry telemetry) {
		section("requests", telemetry.requests(), Inventory::describe);
		section("spans", telemetry.spans(), Inventory::describe);
		section("metrics", telemetry.metrics(), Inventory::describe);
		section("log records", telemetry.logs(), Inventory::describe);
	}

	private <T> void section(String title, List<T> items, Function<T, String> description) {
		this.text.append("Received ").append(title).append(": ").append(items.size()).append(System.lineSeparator());
		items.stream()
			.skip(Math.max(0, items.size() - LIMIT))
			.forEach((item) -> this.text.append("  ").append(description.apply(item)).append(System.lineSeparator()));
	}

	private static String describe(ReceivedRequest request) {
		return request.protocol() + " " + request.method() + " " + request.path() + ", " + request.items() + " items";
	}

	private static String describe(ReceivedSpan span) {
		return span.kind() + " \"" + span.name() + "\" trace=" + span.traceId() + " span=" + span.spanId() + " parent="
				+ span.parentSpanId() + " " + span.status() + " " + span.attributes() + " (" + span.scope().name()
				+ ")";
	}

	private static String describe(ReceivedMetric metric) {
		return metric.type() + " " + metric.name() + ", " + metric.points().size() + " points (" + metric.scope().name()
				+ ")";
	}

	private static String describe(ReceivedLog log) {
		return log.severityText() + " \"" + log.body() + "\" trace=" + log.traceId() + " " + log.attributes() + " ("
				+ log.scope().name() + ")";
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
