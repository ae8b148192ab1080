// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells Spring Boot that log events have a trace id and a span id, so that its console
 * and file patterns show them. Whatever the application says about that takes precedence.
 */
class LogCorrelationEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String PATTERN = "logging.pattern.correlation";

	private static final String SOURCE = "otelSpringLogCorrelation";

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!LoggingStartListener.isWanted(environment)) {
			return;
		}
		Map<String, Object> properties = new HashMap<>();
		if (!environment.containsProperty(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY)) {
			properties.put(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY, true);
		}
		if (!environment.containsProperty(PATTERN) && expectsIds(environment)) {
			addPattern(environment, properties);
		}
		if (!properties.isEmpty()) {
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, properties));
		}
	}

	private boolean expectsIds(ConfigurableEnvironment environment) {
		return !"false".equals(environment.getProperty(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY));
	}

	private void addPattern(ConfigurableEnvironment environment, Map<String, Object> properties) {
		LoggingProperties.Mdc ids = LoggingProperties.of(environment).mdc();
		if (!ids.isDefault()) {
			properties.put(PATTERN, "%correlationId{" + ids.traceIdKey() + "(32)," + ids.spanIdKey() + "(16)}");
		}
	}

}
