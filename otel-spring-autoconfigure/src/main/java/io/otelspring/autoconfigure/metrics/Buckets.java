// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.List;

import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * The boundaries of histograms: those that the application asks Micrometer for, else
 * those that the conventions use for durations.
 */
final class Buckets {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final List<Double> DURATIONS = List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0,
			2.5, 5.0, 7.5, 10.0);

	private Buckets() {
	}

	static List<Double> ofTimer(DistributionStatisticConfig config) {
		List<Double> asked = asked(config, NANOS_PER_SECOND);
		return (asked != null) ? asked : DURATIONS;
	}

	static @Nullable List<Double> ofSummary(DistributionStatisticConfig config) {
		return asked(config, 1);
	}

	private static @Nullable List<Double> asked(DistributionStatisticConfig config, double divisor) {
		List<Double> boundaries = config.getHistogramBuckets(true)
			.stream()
			.filter(Double::isFinite)
			.map((boundary) -> boundary / divisor)
			.toList();
		return boundaries.isEmpty() ? null : boundaries;
	}

}
