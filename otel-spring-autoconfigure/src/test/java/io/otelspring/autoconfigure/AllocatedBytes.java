// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.context.Context;
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

	private AllocatedBytes() {
	}

	/**
	 * Return the bytes of a call: the least of several rounds, since compilers and caches
	 * come to rest at some point.
	 * @param call the call
	 * @return the bytes
	 */
	public static long perCall(Runnable call) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				call.run();
			}
			least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	/**
	 * Return an SDK that drops the spans that end and has a reader that never reads.
	 * @param sampler what decides about spans
	 * @return the SDK
	 */
	public static OpenTelemetrySdk droppingSdk(Sampler sampler) {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(new DroppingProcessor()).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(InMemoryMetricReader.create()).build())
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
