// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A metric as one request carried it.
 *
 * @param name the name
 * @param unit the unit
 * @param description the description
 * @param type the type
 * @param temporality what the points of sums and histograms count from
 * @param monotonic whether it is a sum that never falls
 * @param points the data points
 * @param scope the instrumentation scope
 * @param resource the attributes of the resource
 */
public record ReceivedMetric(String name, String unit, String description, Type type, Temporality temporality,
		boolean monotonic, List<ReceivedPoint> points, ReceivedScope scope, Map<String, Object> resource) {

	/**
	 * The point with these attributes among others.
	 * @param attributes the attributes that it must have
	 * @return the first such point
	 */
	public Optional<ReceivedPoint> point(Map<String, ?> attributes) {
		return this.points.stream()
			.filter((point) -> point.attributes().entrySet().containsAll(attributes.entrySet()))
			.findFirst();
	}

	/**
	 * The types of metrics.
	 */
	public enum Type {

		/**
		 * Values that are not added up.
		 */
		GAUGE,

		/**
		 * Values that are added up.
		 */
		SUM,

		/**
		 * A distribution in given buckets.
		 */
		HISTOGRAM,

		/**
		 * A distribution in buckets that grow by a factor.
		 */
		EXPONENTIAL_HISTOGRAM,

		/**
		 * A distribution that the sender has already summed up.
		 */
		SUMMARY,

		/**
		 * The metric has no data.
		 */
		NONE

	}

	/**
	 * What data points count from.
	 */
	public enum Temporality {

		/**
		 * Nothing was said, or the type has none.
		 */
		UNSPECIFIED,

		/**
		 * The last point.
		 */
		DELTA,

		/**
		 * The start.
		 */
		CUMULATIVE

	}

}
