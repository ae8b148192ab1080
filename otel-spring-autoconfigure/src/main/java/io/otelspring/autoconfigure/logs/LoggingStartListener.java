// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.InstrumentationSwitch;

/**
 * Begins the capture of logs as soon as the environment can say whether it is wanted and
 * Spring Boot has set the logging framework up.
 */
class LoggingStartListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		if (isWanted(environment)) {
			ClassLoader classLoader = event.getSpringApplication().getClassLoader();
			LogBridge.INSTANCE.keep(LoggingProperties.of(environment), () -> LogCapture.of(classLoader));
		}
		else {
			LogBridge.INSTANCE.keepNothing();
		}
	}

	/**
	 * Whether logs are wanted.
	 * @param environment the environment
	 * @return whether logs are wanted
	 */
	static boolean isWanted(ConfigurableEnvironment environment) {
		return InstrumentationSwitch.of(environment, "logging", true).on();
	}

}
