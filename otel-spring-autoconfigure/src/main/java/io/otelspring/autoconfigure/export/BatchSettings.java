// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.time.Duration;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * How items are gathered into batches, from {@code otel.bsp.*} or {@code otel.blrp.*}.
 *
 * @param delay the longest wait for a batch to fill
 * @param timeout the longest export of one batch
 * @param maxQueue the most items that wait; the oldest is dropped for one that does not
 * fit
 * @param maxBatch the most items of one batch
 * @param maxWeight the most that the waiting items weigh together
 */
record BatchSettings(Duration delay, Duration timeout, int maxQueue, int maxBatch, long maxWeight) {

	private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);

	private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

	/**
	 * Read the settings of a destination's batches.
	 * @param destination the destination, whose own batch size counts where the
	 * application sets none
	 * @param properties the application's properties
	 * @return the settings
	 */
	static BatchSettings of(Destination destination, TelemetryProperties properties) {
		String prefix = destination.signal().batchPrefix();
		String name = prefix + "max.export.batch.size";
		int maxQueue = atLeastOne(properties, prefix + "max.queue.size");
		int maxBatch = atLeastOne(properties, name);
		String own = destination.setting(name);
		if (own != null && properties.originOf(name) == null) {
			maxBatch = Integer.parseInt(own);
		}
		if (maxBatch > maxQueue) {
			if (properties.originOf(name) == null) {
				return of(prefix, properties, maxQueue, maxQueue);
			}
			throw properties.invalid(name, "a batch cannot be larger than the queue, which holds " + maxQueue + " ("
					+ prefix + "max.queue.size)");
		}
		return of(prefix, properties, maxQueue, maxBatch);
	}

	private static BatchSettings of(String prefix, TelemetryProperties properties, int maxQueue, int maxBatch) {
		Duration delay = properties.getDuration(prefix + "schedule.delay");
		Duration timeout = properties.getDuration(prefix + "export.timeout");
		return new BatchSettings(delay.isZero() ? SHORTEST_DELAY : delay, timeout.isZero() ? UNLIMITED : timeout,
				maxQueue, maxBatch, Long.MAX_VALUE);
	}

	/**
	 * Limit what the waiting items weigh together.
	 * @param limit the limit
	 * @return these settings with the limit
	 */
	BatchSettings limited(long limit) {
		return new BatchSettings(this.delay, this.timeout, this.maxQueue, this.maxBatch, limit);
	}

	String weightLimit() {
		return (this.maxWeight == Long.MAX_VALUE) ? ""
				: ", and texts of " + this.maxWeight + " characters (otel.export.buffer.max-memory)";
	}

	private static int atLeastOne(TelemetryProperties properties, String name) {
		Integer value = properties.getInteger(name);
		if (value == null || value < 1) {
			throw properties.invalid(name, "it must be 1 or more");
		}
		return value;
	}

}
