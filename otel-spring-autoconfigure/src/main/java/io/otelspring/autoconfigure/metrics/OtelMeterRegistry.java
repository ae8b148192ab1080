// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultGauge;
import io.micrometer.core.instrument.internal.DefaultLongTaskTimer;
import io.micrometer.core.instrument.internal.DefaultMeter;
import org.jspecify.annotations.Nullable;

/**
 * Hands the meters of an application to OpenTelemetry, under the names and with the tags
 * that they have, times in seconds. Its meters can be read like those of any other
 * registry, so that it does no harm who reads from it.
 */
class OtelMeterRegistry extends MeterRegistry {

	private final Instruments instruments;

	private final Instruments silent = Instruments.silent();

	private final Predicate<String> elsewhere;

	/**
	 * Create the registry.
	 * @param instruments what sends the meters
	 * @param clock the clock
	 * @param elsewhere tells whether the meters of a name are sent already by another.
	 * They are kept all the same: a composite registry reads from whichever of its
	 * registries it happens to find first.
	 */
	OtelMeterRegistry(Instruments instruments, Clock clock, Predicate<String> elsewhere) {
		super(clock);
		this.instruments = instruments;
		this.elsewhere = elsewhere;
		config().namingConvention(NamingConvention.identity);
		config().onMeterRemoved(instruments::remove);
	}

	/**
	 * Reads nothing from the application's objects any more. Counts that the registry
	 * itself keeps remain for the last export.
	 */
	void end() {
		this.instruments.endForeign();
		close();
	}

	@Override
	protected Counter newCounter(Meter.Id id) {
		OtelCounter counter = new OtelCounter(id);
		instrumentsOf(id).sum(counter, "", Units.of(id), counter::count);
		return counter;
	}

	@Override
	protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T source, ToDoubleFunction<T> function) {
		FunctionCounter counter = new CumulativeFunctionCounter<>(id, source, function);
		instrumentsOf(id).foreignSum(counter, "", Units.of(id), counter::count);
		return counter;
	}

	@Override
	protected <T> Gauge newGauge(Meter.Id id, @Nullable T source, ToDoubleFunction<T> function) {
		Gauge gauge = new DefaultGauge<>(id, source, function);
		instrumentsOf(id).gauge(gauge, "", Units.of(id), gauge::value);
		return gauge;
	}

	@Override
	protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
		OtelTimer timer = new OtelTimer(id, this.clock, config, pauseDetector,
				instrumentsOf(id).histogram(id, Units.SECONDS, Buckets.ofTimer(config)));
		instrumentsOf(id).ownGauge(timer, ".max", Units.SECONDS, () -> timer.max(TimeUnit.SECONDS));
		return timer;
	}

	@Override
	protected DistributionSummary newDistributionSummary(Meter.Id id, DistributionStatisticConfig config,
			double scale) {
		OtelDistributionSummary summary = new OtelDistributionSummary(id, this.clock, config, scale,
				instrumentsOf(id).histogram(id, Units.of(id), Buckets.ofSummary(config)));
		instrumentsOf(id).ownGauge(summary, ".max", Units.of(id), summary::max);
		return summary;
	}

	@Override
	protected LongTaskTimer newLongTaskTimer(Meter.Id id, DistributionStatisticConfig config) {
		LongTaskTimer timer = new DefaultLongTaskTimer(id, this.clock, getBaseTimeUnit(), config, false);
		instrumentsOf(id).ownGauge(timer, ".active", "{task}", timer::activeTasks);
		instrumentsOf(id).ownGauge(timer, ".duration", Units.SECONDS, () -> timer.duration(TimeUnit.SECONDS));
		instrumentsOf(id).ownGauge(timer, ".max", Units.SECONDS, () -> timer.max(TimeUnit.SECONDS));
		return timer;
	}

	@Override
	protected <T> FunctionTimer newFunctionTimer(Meter.Id id, T source, ToLongFunction<T> count,
			ToDoubleFunction<T> total, TimeUnit unit) {
		FunctionTimer timer = new CumulativeFunctionTimer<>(id, source, count, total, unit, getBaseTimeUnit());
		instrumentsOf(id).foreignSum(timer, ".count", "{call}", timer::count);
		instrumentsOf(id).foreignSum(timer, ".sum", Units.SECONDS, () -> timer.totalTime(TimeUnit.SECONDS));
		return timer;
	}

	@Override
	protected Meter newMeter(Meter.Id id, Meter.Type type, Iterable<Measurement> measurements) {
		Meter meter = new DefaultMeter(id, type, measurements);
		for (Measurement measurement : measurements) {
			String suffix = "." + measurement.getStatistic().getTagValueRepresentation();
			switch (measurement.getStatistic()) {
				case COUNT -> instrumentsOf(id).foreignSum(meter, suffix, "", measurement::getValue);
				case TOTAL -> instrumentsOf(id).foreignSum(meter, suffix, Units.of(id), measurement::getValue);
				case TOTAL_TIME -> instrumentsOf(id).foreignSum(meter, suffix, Units.SECONDS, measurement::getValue);
				default -> instrumentsOf(id).gauge(meter, suffix, Units.of(id), measurement::getValue);
			}
		}
		return meter;
	}

	private Instruments instrumentsOf(Meter.Id id) {
		return this.elsewhere.test(id.getName()) ? this.silent : this.instruments;
	}

	@Override
	protected TimeUnit getBaseTimeUnit() {
		return TimeUnit.SECONDS;
	}

	@Override
	protected DistributionStatisticConfig defaultHistogramConfig() {
		return DistributionStatisticConfig.DEFAULT;
	}

}
