// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.byhand;

import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;

/**
 * Histograms of durations with the boundaries that the HTTP convention advises.
 */
final class Durations {

	private static final List<Double> BOUNDARIES = List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0,
			2.5, 5.0, 7.5, 10.0);

	private Durations() {
	}

	static DoubleHistogram histogram(OpenTelemetry openTelemetry, String name) {
		return openTelemetry.getMeter("by-hand")
			.histogramBuilder(name)
			.setUnit("s")
			.setExplicitBucketBoundariesAdvice(BOUNDARIES)
			.build();
	}

}
