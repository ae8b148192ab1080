// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.benchmarks.operations.DroppedSpans;
import io.otelspring.benchmarks.operations.UnreadMetrics;

/**
 * What all benchmarks share: a started application of a variant, in a JVM of its own, and
 * the proof at the end that it had the telemetry that its variant promises.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgs = { "-XX:+UseParallelGC", "-Xms1g", "-Xmx1g" })
public abstract class HotPath {

	@Param
	public Variant variant = Variant.BARE;

	private ConfigurableApplicationContext application;

	@Setup
	public void start() throws Exception {
		this.application = this.variant.start(getClass());
		prepare(this.application);
	}

	@TearDown
	public void stop() {
		boolean spans = this.application.getBean(DroppedSpans.class).count() > 0;
		boolean metrics = metric().isEmpty() || this.application.getBean(UnreadMetrics.class).contains(metric());
		this.application.close();
		if (spans != this.variant.hasSpans()) {
			throw new IllegalStateException(this.variant + (spans ? " has" : " has no") + " spans");
		}
		if (!metric().isEmpty() && metrics != this.variant.hasMetrics()) {
			throw new IllegalStateException(this.variant + (metrics ? " has " : " has no ") + metric());
		}
	}

	/**
	 * Takes from the application what is to be measured.
	 * @param application the application, whose source is this class
	 * @throws Exception if it cannot
	 */
	protected abstract void prepare(ConfigurableApplicationContext application) throws Exception;

	/**
	 * The metric that is recorded along the way.
	 * @return its name, empty if there is none
	 */
	protected abstract String metric();

}
