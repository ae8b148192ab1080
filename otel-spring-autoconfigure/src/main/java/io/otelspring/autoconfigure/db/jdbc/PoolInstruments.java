// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.util.List;
import java.util.function.Consumer;

import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;

/**
 * The metrics of connection pools, by the semantic conventions.
 */
final class PoolInstruments {

	private static final List<Double> BUCKETS = List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

	final ObservableLongMeasurement count;

	final ObservableLongMeasurement idleMax;

	final ObservableLongMeasurement idleMin;

	final ObservableLongMeasurement max;

	final ObservableLongMeasurement pendingRequests;

	final LongCounter timeouts;

	final DoubleHistogram createTime;

	final DoubleHistogram waitTime;

	final DoubleHistogram useTime;

	private final BatchCallback callback;

	/**
	 * Create the instruments.
	 * @param meter the meter that they belong to
	 * @param observer what records the sizes of the pools
	 */
	PoolInstruments(Meter meter, Consumer<PoolInstruments> observer) {
		this.count = sizes(meter, "count", "{connection}",
				"The number of connections that are currently in the state that the attribute describes.");
		this.idleMax = sizes(meter, "idle.max", "{connection}", "The maximum number of idle open connections allowed.");
		this.idleMin = sizes(meter, "idle.min", "{connection}", "The minimum number of idle open connections allowed.");
		this.max = sizes(meter, "max", "{connection}", "The maximum number of open connections allowed.");
		this.pendingRequests = sizes(meter, "pending_requests", "{request}",
				"The number of current pending requests for an open connection.");
		this.timeouts = meter.counterBuilder("db.client.connection.timeouts")
			.setUnit("{timeout}")
			.setDescription("The number of connection timeouts that have occurred trying to obtain a connection.")
			.build();
		this.createTime = times(meter, "create_time", "The time it took to create a new connection.");
		this.waitTime = times(meter, "wait_time", "The time it took to obtain an open connection from the pool.");
		this.useTime = times(meter, "use_time", "The time between borrowing a connection and returning it.");
		this.callback = meter.batchCallback(() -> observer.accept(this), this.count, this.idleMax, this.idleMin,
				this.max, this.pendingRequests);
	}

	private static ObservableLongMeasurement sizes(Meter meter, String name, String unit, String description) {
		return meter.upDownCounterBuilder("db.client.connection." + name)
			.setUnit(unit)
			.setDescription(description)
			.buildObserver();
	}

	private static DoubleHistogram times(Meter meter, String name, String description) {
		return meter.histogramBuilder("db.client.connection." + name)
			.setUnit("s")
			.setDescription(description)
			.setExplicitBucketBoundariesAdvice(BUCKETS)
			.build();
	}

	void close() {
		this.callback.close();
	}

}
