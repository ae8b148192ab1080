// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where the telemetry of this project's starter ends.
 */
@Configuration(proxyBeanMethods = false)
class OursBackend {

	@Bean
	DroppedSpans droppedSpans() {
		return new DroppedSpans();
	}

	@Bean
	UnreadMetrics unreadMetrics() {
		return new UnreadMetrics();
	}

	@Bean
	Recorded recorded(DroppedSpans spans, UnreadMetrics metrics) {
		return new Recorded() {

			@Override
			public long spans() {
				return spans.count();
			}

			@Override
			public long durations() {
				return metrics.count();
			}

		};
	}

}
