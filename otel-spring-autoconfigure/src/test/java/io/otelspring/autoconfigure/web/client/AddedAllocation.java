// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

/**
 * Measures what recording adds to what calls allocate on the current thread, with an SDK
 * that keeps nothing.
 */
public final class AddedAllocation {

	private static final int CALLS = 5_000;

	private static final int ROUNDS = 15;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private AddedAllocation() {
	}

	// The least of several rounds, in turns: compilers and caches come to rest at some
	// point.
	public static long bytes(Runnable traced, Runnable bare) {
		long leastTraced = Long.MAX_VALUE;
		long leastBare = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			leastTraced = Math.min(leastTraced, bytes(traced));
			leastBare = Math.min(leastBare, bytes(bare));
		}
		return leastTraced - leastBare;
	}

	private static long bytes(Runnable call) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			call.run();
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
	}

	public static OpenTelemetrySdk sdk(Sampler sampler) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new Dropping()).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.setPropagators(ContextPropagators.create(TextMapPropagator
				.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
			.build();
	}

	private static final class Dropping implements SpanProcessor {

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
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
