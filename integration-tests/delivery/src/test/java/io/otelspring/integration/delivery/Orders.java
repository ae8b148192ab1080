// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedPoint;
import io.otelspring.test.ReceivedSpan;

/**
 * What a collector received about orders.
 */
final class Orders {

	private Orders() {
	}

	/**
	 * The paths of the server spans; that of a span that was received twice is there
	 * twice.
	 * @param collector the collector
	 * @return the paths
	 */
	static List<String> traced(OtlpCollector collector) {
		return collector.spans()
			.stream()
			.filter((span) -> span.kind() == ReceivedSpan.Kind.SERVER)
			.map((span) -> String.valueOf(span.attribute("url.path")))
			.toList();
	}

	/**
	 * The paths that belong to the log records.
	 * @param collector the collector
	 * @return the paths
	 */
	static List<String> logged(OtlpCollector collector) {
		return collector.logRecords()
			.stream()
			.map((log) -> String.valueOf(log.body()))
			.filter((body) -> body.startsWith("Order "))
			.map((body) -> "/order/" + body.substring("Order ".length()))
			.toList();
	}

	/**
	 * How many orders the last data point counts.
	 * @param collector the collector
	 * @return the count
	 */
	static long counted(OtlpCollector collector) {
		return points(collector).max(Comparator.comparingLong(ReceivedPoint::timeNanos))
			.map(ReceivedPoint::count)
			.orElse(0L);
	}

	static Stream<ReceivedPoint> points(OtlpCollector collector) {
		return collector.metrics()
			.stream()
			.filter((metric) -> metric.name().equals("http.server.request.duration"))
			.flatMap((ReceivedMetric metric) -> metric.point(Map.of("http.route", "/order/{id}")).stream());
	}

}
