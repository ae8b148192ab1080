// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import java.util.List;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;

/**
 * Makes the histograms that hold the durations of HTTP requests, with the buckets that
 * the semantic conventions want for them.
 */
public final class HttpDurations {

	private static final List<Double> BUCKETS = List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5,
			5.0, 7.5, 10.0);

	private HttpDurations() {
	}

	/**
	 * Make a histogram of durations in seconds.
	 * @param meter the meter that it belongs to
	 * @param name the name of the metric
	 * @param description the description of the metric
	 * @return the histogram
	 */
	public static DoubleHistogram histogram(Meter meter, String name, String description) {
		return meter.histogramBuilder(name)
			.setUnit("s")
			.setDescription(description)
			.setExplicitBucketBoundariesAdvice(BUCKETS)
			.build();
	}

}
