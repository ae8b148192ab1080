// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

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
 * Measures what a call allocates on the thread that makes it.
 */
public final class AllocatedBytes {

	private static final int CALLS = 5_000;

	private static final int ROUNDS = 6;

	private static final int ROUNDS_BY_TURNS = 15;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private AllocatedBytes() {
	}

	/**
	 * Return the bytes of a call: the least of several rounds, since compilers and caches
	 * come to rest at some point.
	 * @param call the call
	 * @return the bytes
	 */
	public static long perCall(Runnable call) {
		return perCall(call, ROUNDS);
	}

	/**
	 * Return the bytes of a call: the least of several rounds.
	 * @param call the call
	 * @param rounds how many
	 * @return the bytes
	 */
	public static long perCall(Runnable call, int rounds) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < rounds; round++) {
			least = Math.min(least, oneRound(call));
		}
		return least;
	}

	/**
	 * Return how many bytes one call allocates more than another: the least of several
	 * rounds of each, by turns.
	 * @param call the call
	 * @param bare the other call
	 * @return the bytes
	 */
	public static long added(Runnable call, Runnable bare) {
		long least = Long.MAX_VALUE;
		long leastBare = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS_BY_TURNS; round++) {
			least = Math.min(least, oneRound(call));
			leastBare = Math.min(leastBare, oneRound(bare));
		}
		return least - leastBare;
	}

	private static long oneRound(Runnable call) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			call.run();
		}
		return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
	}

	/**
	 * Return an SDK that drops the spans that end and has a reader that never reads.
	 * @param sampler what decides about spans
	 * @return the SDK
	 */
	public static OpenTelemetrySdk droppingSdk(Sampler sampler) {
		return droppingSdk(sampler, ContextPropagators.noop());
	}

	/**
	 * Return such an SDK that propagates the context as the SDK does by default.
	 * @param sampler what decides about spans
	 * @return the SDK
	 */
	public static OpenTelemetrySdk propagatingSdk(Sampler sampler) {
		return droppingSdk(sampler, ContextPropagators.create(TextMapPropagator
			.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())));
	}

	private static OpenTelemetrySdk droppingSdk(Sampler sampler, ContextPropagators propagators) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new DroppingProcessor()).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
			.setPropagators(propagators)
			.build();
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
