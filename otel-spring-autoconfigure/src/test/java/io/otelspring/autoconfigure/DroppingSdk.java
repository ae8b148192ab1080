// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

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
 * An SDK that drops the spans that end and has a reader that never reads, so that what a
 * call allocates is that of recording alone.
 */
public final class DroppingSdk {

	private DroppingSdk() {
	}

	/**
	 * Return such an SDK.
	 * @param sampler what decides about spans
	 * @return the SDK
	 */
	public static OpenTelemetrySdk create(Sampler sampler) {
		return create(sampler, ContextPropagators.noop());
	}

	/**
	 * Return such an SDK that propagates the context as the SDK does by default.
	 * @param sampler what decides about spans
	 * @return the SDK
	 */
	public static OpenTelemetrySdk propagating(Sampler sampler) {
		return create(sampler, ContextPropagators.create(TextMapPropagator
			.composite(W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())));
	}

	private static OpenTelemetrySdk create(Sampler sampler, ContextPropagators propagators) {
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
