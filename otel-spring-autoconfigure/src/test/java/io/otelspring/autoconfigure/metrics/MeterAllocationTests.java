// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recording a measurement allocates nothing.
 */
@Tag("allocation")
class MeterAllocationTests {

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
		assertNothing(counter::increment);
		assertNothing(() -> timer.record(3, TimeUnit.MILLISECONDS));
		assertNothing(() -> summary.record(3));
	}

	@Test
	void recordingInASpanAllocatesNothing() {
		Timer timer = this.registry.timer("t", "k", "v");
		Span span = this.sdk.getTracer("test").spanBuilder("order").startSpan();
		try (Scope scope = span.makeCurrent()) {
			assertNothing(() -> timer.record(3, TimeUnit.MILLISECONDS));
		}
	}

	private static void assertNothing(AllocatedBytes.Call call) {
		AllocatedBytes.measure(call, (bytes) -> assertThat(bytes).isZero());
	}

}
