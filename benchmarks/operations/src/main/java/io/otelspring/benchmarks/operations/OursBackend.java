// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where the telemetry of this project's starter ends. Spans end in a processor that is no
 * bean: one that is would be watched, which the other starters do not do.
 */
@Configuration(proxyBeanMethods = false)
class OursBackend {

	private final DroppedSpans spans = new DroppedSpans();

	@Bean
	AutoConfigurationCustomizerProvider droppedSpans() {
		return (customizer) -> customizer
			.addTracerProviderCustomizer((builder, properties) -> builder.addSpanProcessor(this.spans));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "benchmark.metrics", matchIfMissing = true)
	UnreadMetrics unreadMetrics() {
		return new UnreadMetrics();
	}

	@Bean
	Recorded recorded(ObjectProvider<UnreadMetrics> metrics) {
		return new Recorded() {

			@Override
			public long spans() {
				return OursBackend.this.spans.count();
			}

			@Override
			public long durations() {
				return metrics.stream().mapToLong(UnreadMetrics::count).sum();
			}

		};
	}

}
