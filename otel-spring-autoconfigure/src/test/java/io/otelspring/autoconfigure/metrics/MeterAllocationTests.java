// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recording a measurement allocates nothing.
 */
class MeterAllocationTests {

	private static final int CALLS = 5_000;

	private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
		.setTracerProvider(SdkTracerProvider.builder().build())
		.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
		.build();

	private final OtelMeterRegistry registry = new OtelMeterRegistry(new Instruments(() -> this.sdk.getMeter("test")),
			Clock.SYSTEM, (name) -> false);

	@Test
	void recordingAllocatesNothing() {
		Counter counter = this.registry.counter("c", "k", "v");
		Timer timer = this.registry.timer("t", "k", "v");
		DistributionSummary summary = this.registry.summary("d", "k", "v");
		assertThat(bytesPerCall(counter::increment)).isZero();
		assertThat(bytesPerCall(() -> timer.record(3, TimeUnit.MILLISECONDS))).isZero();
		assertThat(bytesPerCall(() -> summary.record(3))).isZero();
	}

	@Test
	void recordingInASpanAllocatesNothing() {
		Timer timer = this.registry.timer("t", "k", "v");
		Span span = this.sdk.getTracer("test").spanBuilder("order").startSpan();
		try (Scope scope = span.makeCurrent()) {
			assertThat(bytesPerCall(() -> timer.record(3, TimeUnit.MILLISECONDS))).isZero();
		}
	}

	private static long bytesPerCall(Runnable call) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 10; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				call.run();
			}
			least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

}
