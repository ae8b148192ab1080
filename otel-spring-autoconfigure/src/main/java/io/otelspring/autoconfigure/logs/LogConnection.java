// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.otelspring.autoconfigure.InstrumentationStatus;

/**
 * Connects {@link LogBridge} with the OpenTelemetry of this application.
 */
class LogConnection implements InstrumentationStatus {

	LogConnection(ConfigurableListableBeanFactory beanFactory, OpenTelemetry openTelemetry,
			LoggingProperties settings) {
		LogBridge.INSTANCE.connect(beanFactory, openTelemetry.getLogsBridge(), settings,
				() -> LogCapture.of(beanFactory.getBeanClassLoader()));
	}

	@Override
	public String instrumentation() {
		return "logging";
	}

	@Override
	public @Nullable String inactiveBecause() {
		return LogBridge.INSTANCE.inactiveBecause();
	}

}
