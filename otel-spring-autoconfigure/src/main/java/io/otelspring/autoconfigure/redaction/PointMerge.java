// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.PointData;

/**
 * Makes one series of several whose attributes have become the same. Exemplars are left
 * out, as they may tell what was masked.
 */
final class PointMerge {

	private PointMerge() {
	}

	static LongPointData sum(List<LongPointData> points, Attributes attributes) {
		return LongPointData.create(start(points), end(points), attributes,
				points.stream().mapToLong(LongPointData::getValue).sum());
	}

	static DoublePointData doubleSum(List<DoublePointData> points, Attributes attributes) {
		return DoublePointData.create(start(points), end(points), attributes,
				points.stream().mapToDouble(DoublePointData::getValue).sum(), List.of());
	}

	static LongPointData last(List<LongPointData> points, Attributes attributes) {
		return LongPointData.create(start(points), end(points), attributes, points.get(points.size() - 1).getValue());
	}

	static DoublePointData doubleLast(List<DoublePointData> points, Attributes attributes) {
		return DoublePointData.create(start(points), end(points), attributes, points.get(points.size() - 1).getValue(),
				List.of());
	}

	static HistogramPointData histogram(List<HistogramPointData> points, Attributes attributes) {
		long[] counts = new long[points.get(0).getCounts().size()];
		double sum = 0;
		double min = Double.POSITIVE_INFINITY;
		double max = Double.NEGATIVE_INFINITY;
		for (HistogramPointData point : points) {
			for (int i = 0; i < counts.length; i++) {
				counts[i] += point.getCounts().get(i);
			}
			sum += point.getSum();
			min = point.hasMin() ? Math.min(min, point.getMin()) : min;
			max = point.hasMax() ? Math.max(max, point.getMax()) : max;
		}
		boolean hasMin = min != Double.POSITIVE_INFINITY;
		boolean hasMax = max != Double.NEGATIVE_INFINITY;
		return HistogramPointData.create(start(points), end(points), attributes, sum, hasMin, hasMin ? min : 0, hasMax,
				hasMax ? max : 0, points.get(0).getBoundaries(), Arrays.stream(counts).boxed().toList());
	}

	static ExponentialHistogramPointData exponentialHistogram(List<ExponentialHistogramPointData> points,
			Attributes attributes) {
		int scale = points.stream().mapToInt(ExponentialHistogramPointData::getScale).min().orElse(0);
		double sum = 0;
		long zeros = 0;
		double min = Double.POSITIVE_INFINITY;
		double max = Double.NEGATIVE_INFINITY;
		for (ExponentialHistogramPointData point : points) {
			sum += point.getSum();
			zeros += point.getZeroCount();
			min = point.hasMin() ? Math.min(min, point.getMin()) : min;
			max = point.hasMax() ? Math.max(max, point.getMax()) : max;
		}
		boolean hasMin = min != Double.POSITIVE_INFINITY;
		boolean hasMax = max != Double.NEGATIVE_INFINITY;
		return ExponentialHistogramPointData.create(scale, sum, zeros, hasMin, hasMin ? min : 0, hasMax,
				hasMax ? max : 0,
				buckets(points.stream().map(ExponentialHistogramPointData::getPositiveBuckets).toList(), scale),
				buckets(points.stream().map(ExponentialHistogramPointData::getNegativeBuckets).toList(), scale),
				start(points), end(points), attributes, List.of());
	}

	// A bucket of a finer scale lies within one of a coarser, at half the index for each
	// step.
	private static ExponentialHistogramBuckets buckets(List<ExponentialHistogramBuckets> all, int scale) {
		int first = Integer.MAX_VALUE;
		int last = Integer.MIN_VALUE;
		for (ExponentialHistogramBuckets buckets : all) {
			int size = buckets.getBucketCounts().size();
			if (size > 0) {
				int shift = buckets.getScale() - scale;
				first = Math.min(first, buckets.getOffset() >> shift);
				last = Math.max(last, buckets.getOffset() + size - 1 >> shift);
			}
		}
		if (first > last) {
			return ExponentialHistogramBuckets.create(scale, 0, List.of());
		}
		long[] counts = new long[last - first + 1];
		for (ExponentialHistogramBuckets buckets : all) {
			int shift = buckets.getScale() - scale;
			for (int i = 0; i < buckets.getBucketCounts().size(); i++) {
				counts[(buckets.getOffset() + i >> shift) - first] += buckets.getBucketCounts().get(i);
			}
		}
		List<Long> merged = new ArrayList<>(counts.length);
		for (long count : counts) {
			merged.add(count);
		}
		return ExponentialHistogramBuckets.create(scale, first, merged);
	}

	private static long start(List<? extends PointData> points) {
		return points.stream().mapToLong(PointData::getStartEpochNanos).min().orElse(0);
	}

	private static long end(List<? extends PointData> points) {
		return points.stream().mapToLong(PointData::getEpochNanos).max().orElse(0);
	}

}
