// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging;

import java.util.List;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;

/**
 * Makes the instruments of the messaging conventions. Each capability has its own, from
 * its own meter.
 */
public final class MessagingMetrics {

	private static final List<Double> BUCKETS = List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5,
			5.0, 7.5, 10.0);

	private MessagingMetrics() {
	}

	/**
	 * Make the histogram of the durations of sending and receiving, in seconds.
	 * @param meter the meter that it belongs to
	 * @return the histogram
	 */
	public static DoubleHistogram operationDuration(Meter meter) {
		return duration(meter, "messaging.client.operation.duration",
				"Duration of messaging operation initiated by a producer or consumer client.");
	}

	/**
	 * Make the histogram of the durations of processing, in seconds.
	 * @param meter the meter that it belongs to
	 * @return the histogram
	 */
	public static DoubleHistogram processDuration(Meter meter) {
		return duration(meter, "messaging.process.duration", "Duration of processing operation.");
	}

	/**
	 * Make the counter of messages that were to be sent.
	 * @param meter the meter that it belongs to
	 * @return the counter
	 */
	public static LongCounter sentMessages(Meter meter) {
		return counter(meter, "messaging.client.sent.messages",
				"Number of messages producer attempted to send to the broker.");
	}

	/**
	 * Make the counter of messages that the application was given.
	 * @param meter the meter that it belongs to
	 * @return the counter
	 */
	public static LongCounter consumedMessages(Meter meter) {
		return counter(meter, "messaging.client.consumed.messages",
				"Number of messages that were delivered to the application.");
	}

	private static DoubleHistogram duration(Meter meter, String name, String description) {
		return meter.histogramBuilder(name)
			.setUnit("s")
			.setDescription(description)
			.setExplicitBucketBoundariesAdvice(BUCKETS)
			.build();
	}

	private static LongCounter counter(Meter meter, String name, String description) {
		return meter.counterBuilder(name).setUnit("{message}").setDescription(description).build();
	}

}
