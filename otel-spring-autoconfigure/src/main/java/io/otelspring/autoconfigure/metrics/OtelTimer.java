// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;

/**
 * A timer that records into a histogram of OpenTelemetry, in seconds.
 */
class OtelTimer extends AbstractTimer {

	private static final double NANOS_PER_SECOND = 1e9;

	private final LongAdder count = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private final TimeWindowMax max;

	private final Instruments.Recorder recorder;

	OtelTimer(Meter.Id id, Clock clock, DistributionStatisticConfig config, PauseDetector pauseDetector,
			Instruments.Recorder recorder) {
		super(id, clock, pauseDetector, TimeUnit.SECONDS, NoopHistogram.INSTANCE);
		this.max = new TimeWindowMax(clock, config);
		this.recorder = recorder;
	}

	@Override
	protected void recordNonNegative(long amount, TimeUnit unit) {
		long duration = unit.toNanos(amount);
		this.count.increment();
		this.nanos.add(duration);
		this.max.record(duration, TimeUnit.NANOSECONDS);
		this.recorder.record(duration / NANOS_PER_SECOND);
	}

	@Override
	public long count() {
		return this.count.sum();
	}

	@Override
	public double totalTime(TimeUnit unit) {
		return this.nanos.sum() / (double) unit.toNanos(1);
	}

	@Override
	public double max(TimeUnit unit) {
		return this.max.poll(unit);
	}

}
