// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Memory, garbage collection, threads, classes and CPU of the virtual machine, by the
 * semantic conventions' names.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass(RuntimeTelemetry.class)
@ConditionalOnOpenTelemetry
@ConditionalOnMissingBean(RuntimeTelemetry.class)
@ConditionalOnInstrumentation("runtime-metrics")
public final class RuntimeMetricsAutoConfiguration {

	@Bean
	RuntimeMetrics otelSpringRuntimeMetrics(OpenTelemetry openTelemetry, ApplicationContext context) {
		return new RuntimeMetrics(openTelemetry, context);
	}

}
