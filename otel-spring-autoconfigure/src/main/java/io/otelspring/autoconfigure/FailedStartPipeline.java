// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.api.logs.LoggerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Delivers the log records of a start that failed. By the time Spring Boot reports the
 * failure the beans are gone, and the SDK with them; what was kept until then, and the
 * report, go out through this. Implementations stand in {@code META-INF/spring.factories}
 * and have a constructor without parameters; the first that opens is used, once.
 */
public interface FailedStartPipeline {

	/**
	 * Opens a pipeline for log records, independent of any bean. It must not hold the
	 * process by threads that are not daemons.
	 * @param environment the environment of the failed start, as far as it was prepared
	 * @return where the records go, or {@code null} if the environment does not allow for
	 * any
	 */
	@Nullable LoggerProvider open(ConfigurableEnvironment environment);

	/**
	 * Sends what was written and closes, within the deadline for a shutdown. Called when
	 * the process ends or another application starts in it.
	 */
	void close();

}
