// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where the telemetry of Boot's own starter ends. Its metrics are Micrometer's, kept for
 * an export that does not come while it is measured.
 */
@Configuration(proxyBeanMethods = false)
class BootBackend {

	@Bean
	DroppedSpans droppedSpans() {
		return new DroppedSpans();
	}

	@Bean
	Recorded recorded(DroppedSpans spans, MeterRegistry metrics) {
		return new Recorded() {

			@Override
			public long spans() {
				return spans.count();
			}

			@Override
			public long durations() {
				return metrics.getMeters()
					.stream()
					.filter(Timer.class::isInstance)
					.mapToLong((meter) -> ((Timer) meter).count())
					.sum();
			}

		};
	}

}
