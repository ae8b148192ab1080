// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.benchmarks.operations.DroppedSpans;
import io.otelspring.benchmarks.operations.UnreadMetrics;

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

}
