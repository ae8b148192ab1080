// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertyResolver;

import io.otelspring.autoconfigure.sdk.global.GlobalOwnership;

/**
 * Puts the delegate behind {@code GlobalOpenTelemetry} in place as soon as it is known
 * that it is wanted, so that no class which is initialised meanwhile takes the global
 * that does nothing for good.
 */
class GlobalRegistration implements EnvironmentPostProcessor, Ordered {

	static boolean isWanted(PropertyResolver properties) {
		return !"false".equalsIgnoreCase(properties.getProperty("otel.register-global"))
				&& !"true".equalsIgnoreCase(properties.getProperty("otel.sdk.disabled"));
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (isWanted(environment)) {
			GlobalOwnership.register();
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
