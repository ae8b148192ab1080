// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Auto-configuration for the OpenTelemetry context across threads: {@code @Async},
 * executors and schedulers.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("executors")
public final class ExecutorsAutoConfiguration {

	ExecutorsAutoConfiguration() {
	}

	@Bean
	static ExecutorPostProcessor otelSpringExecutorPostProcessor(ConfigurableListableBeanFactory beanFactory) {
		return new ExecutorPostProcessor(beanFactory);
	}

}
