// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Sends the log records of Logback and Log4j2 to OpenTelemetry. The capture itself began
 * when the environment was ready; here it gets its target.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnInstrumentation("logging")
@ConditionalOnOpenTelemetry
@EnableConfigurationProperties(LoggingProperties.class)
public final class LoggingAutoConfiguration {

	LoggingAutoConfiguration() {
	}

	@Bean
	@Lazy(false)
	LogConnection otelSpringLogConnection(ConfigurableListableBeanFactory beanFactory, OpenTelemetry openTelemetry,
			LoggingProperties settings) {
		return new LogConnection(beanFactory, openTelemetry, settings);
	}

	@Bean
	static LogDisconnection otelSpringLogDisconnection() {
		return new LogDisconnection();
	}

}
