// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A data point of a metric.
 *
 * @param attributes the attributes
 * @param startNanos what it counts from, in nanoseconds since the epoch
 * @param timeNanos when it was taken, in nanoseconds since the epoch
 * @param value the value of a gauge or sum, {@link Long} or {@link Double}; {@code null}
 * for a distribution
 * @param count the number of values in a distribution
 * @param sum the sum of the values in a distribution
 * @param min the least value of a distribution, where known
 * @param max the greatest value of a distribution, where known
 * @param boundaries the upper bounds of a histogram's buckets, without the last
 * @param bucketCounts the number of values in each of a histogram's buckets
 * @param exponential the buckets of an exponential histogram
 * @param exemplars the exemplars
 */
public record ReceivedPoint(Map<String, Object> attributes, long startNanos, long timeNanos, @Nullable Number value,
		long count, double sum, @Nullable Double min, @Nullable Double max, List<Double> boundaries,
		List<Long> bucketCounts, @Nullable ExponentialBuckets exponential, List<Exemplar> exemplars) {

	/**
	 * One attribute.
	 * @param key its key
	 * @return its value, or {@code null} where it is missing
	 */
	public @Nullable Object attribute(String key) {
		return this.attributes.get(key);
	}

	/**
	 * A single measurement that led to a data point.
	 *
	 * @param value the value, {@link Long} or {@link Double}
	 * @param timeNanos when, in nanoseconds since the epoch
	 * @param traceId the trace id in hexadecimal digits, empty where there was none
	 * @param spanId the span id in hexadecimal digits, empty where there was none
	 * @param filteredAttributes the attributes that the data point left out
	 */
	public record Exemplar(Number value, long timeNanos, String traceId, String spanId,
			Map<String, Object> filteredAttributes) {

	}

	/**
	 * The buckets of an exponential histogram.
	 *
	 * @param scale the scale
	 * @param zeroCount the number of values taken for zero
	 * @param positiveOffset the index of the first positive bucket
	 * @param positiveCounts the number of values in each positive bucket
	 * @param negativeOffset the index of the first negative bucket
	 * @param negativeCounts the number of values in each negative bucket
	 */
	public record ExponentialBuckets(int scale, long zeroCount, int positiveOffset, List<Long> positiveCounts,
			int negativeOffset, List<Long> negativeCounts) {

	}

}
