// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.AbstractDistributionSummary;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.TimeWindowMax;

/**
 * A summary that records into a histogram of OpenTelemetry.
 */
class OtelDistributionSummary extends AbstractDistributionSummary {

	private final LongAdder count = new LongAdder();

	private final DoubleAdder total = new DoubleAdder();

	private final TimeWindowMax max;

	private final Instruments.Recorder recorder;

	OtelDistributionSummary(Meter.Id id, Clock clock, DistributionStatisticConfig config, double scale,
			Instruments.Recorder recorder) {
		super(id, scale, NoopHistogram.INSTANCE);
		this.max = new TimeWindowMax(clock, config);
		this.recorder = recorder;
	}

	@Override
	protected void recordNonNegative(double amount) {
		this.count.increment();
		this.total.add(amount);
		this.max.record(amount);
		this.recorder.record(amount);
	}

	@Override
	public long count() {
		return this.count.sum();
	}

	@Override
	public double totalAmount() {
		return this.total.sum();
	}

	@Override
	public double max() {
		return this.max.poll();
	}

}
