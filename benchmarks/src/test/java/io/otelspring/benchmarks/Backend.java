// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.util.Collection;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where telemetry ends while it is measured: spans are counted and dropped, metrics are
 * recorded for a reader that does not read.
 */
@Configuration(proxyBeanMethods = false)
public class Backend {

	@Bean
	DroppedSpans droppedSpans() {
		return new DroppedSpans();
	}

	@Bean
	UnreadMetrics unreadMetrics() {
		return new UnreadMetrics();
	}

	/**
	 * Ends every span. The count is not safe for threads, as only one is measured.
	 */
	static final class DroppedSpans implements SpanProcessor {

		private long count;

		long count() {
			return this.count;
		}

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.count++;
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

	/**
	 * Makes the SDK aggregate, and reads only when all is over.
	 */
	static final class UnreadMetrics implements MetricReader {

		private CollectionRegistration registration = CollectionRegistration.noop();

		Collection<MetricData> read() {
			return this.registration.collectAllMetrics();
		}

		@Override
		public void register(CollectionRegistration registration) {
			this.registration = registration;
		}

		@Override
		public CompletableResultCode forceFlush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
			return AggregationTemporality.CUMULATIVE;
		}

	}

}
