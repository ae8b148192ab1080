// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Tells {@link LogBridge} how a start goes. It comes first, so that what the other
 * listeners log on a failure is captured.
 */
class LoggingRunListener implements SpringApplicationRunListener, Ordered {

	private final SpringApplication application;

	private @Nullable ConfigurableEnvironment environment;

	LoggingRunListener(SpringApplication application) {
		this.application = application;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		this.environment = environment;
		LogBridge.INSTANCE.starting(this);
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		this.environment = context.getEnvironment();
		LogBridge.INSTANCE.owner(this, context.getBeanFactory());
	}

	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		LogBridge.INSTANCE.started(this);
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		ConfigurableEnvironment environment = this.environment;
		LogBridge.INSTANCE.failed(this,
				() -> (environment != null) ? FailedStart.open(environment, this.application.getClassLoader()) : null);
	}

}
