// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.console;

import java.util.List;

import io.opentelemetry.sdk.metrics.data.HistogramPointData;

/**
 * Estimates a percentile from a histogram's buckets, on the assumption that the values in
 * one bucket are spread evenly.
 */
final class Percentile {

	private Percentile() {
	}

	static double of(HistogramPointData histogram, int percentile) {
		List<Long> counts = histogram.getCounts();
		List<Double> boundaries = histogram.getBoundaries();
		double rank = histogram.getCount() * percentile / 100.0;
		double seen = 0;
		for (int i = 0; i < counts.size(); i++) {
			long count = counts.get(i);
			if (count > 0 && seen + count >= rank) {
				double low = lower(histogram, boundaries, i);
				double high = upper(histogram, boundaries, i);
				return low + (high - low) * (rank - seen) / count;
			}
			seen += count;
		}
		return histogram.hasMax() ? histogram.getMax() : Double.NaN;
	}

	private static double lower(HistogramPointData histogram, List<Double> boundaries, int bucket) {
		double boundary = (bucket == 0) ? Math.min(0, histogram.hasMin() ? histogram.getMin() : 0)
				: boundaries.get(bucket - 1);
		return histogram.hasMin() ? Math.max(boundary, histogram.getMin()) : boundary;
	}

	private static double upper(HistogramPointData histogram, List<Double> boundaries, int bucket) {
		if (bucket < boundaries.size()) {
			double boundary = boundaries.get(bucket);
			return histogram.hasMax() ? Math.min(boundary, histogram.getMax()) : boundary;
		}
		if (histogram.hasMax()) {
			return histogram.getMax();
		}
		return boundaries.isEmpty() ? Double.NaN : boundaries.get(boundaries.size() - 1);
	}

}
