// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.annotation.Traced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an annotated call allocates, against code that does the same by hand.
 * Allocation is exact, unlike time; a call through a proxy of Spring costs 72 bytes of
 * it.
 */
class AllocationTests {

	private static final int CALLS = 20_000;

	private static final int ROUNDS = 5;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private long sum;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void annotatedCallAllocatesLittleMoreThanTheSameByHand(boolean sampled) {
		OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampled ? Sampler.alwaysOn() : Sampler.alwaysOff())
				.addSpanProcessor(new DroppingProcessor())
				.build())
			.build();
		Tracer tracer = sdk.getTracer("by-hand");
		Bean byHand = new Bean();
		Bean annotated = (Bean) RecordedTelemetry.postProcessor(sdk).postProcessAfterInitialization(new Bean(), "bean");
		long handBytes = bytesPerCall(() -> this.sum += byHand(tracer, byHand));
		long annotatedBytes = bytesPerCall(() -> this.sum += annotated.call(1));
		assertThat(annotatedBytes - handBytes).as("by hand %s, annotated %s bytes", handBytes, annotatedBytes)
			.isLessThanOrEqualTo(100);
	}

	private static int byHand(Tracer tracer, Bean bean) {
		Span span = tracer.spanBuilder("Bean.call").startSpan();
		try (Scope scope = span.makeCurrent()) {
			return bean.call(1);
		}
		finally {
			span.end();
		}
	}

	// The least of several rounds: compilers and caches come to rest at some point.
	private long bytesPerCall(Runnable call) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				call.run();
			}
			least = Math.min(least, (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	static class Bean {

		@Traced
		int call(int value) {
			return value + 1;
		}

	}

	private static final class DroppingProcessor implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
