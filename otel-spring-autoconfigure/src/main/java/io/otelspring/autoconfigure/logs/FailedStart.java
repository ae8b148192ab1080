// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.api.logs.LoggerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationShutdownHandlers;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.FailedStartPipeline;

/**
 * The way out for the log records of a start that failed, until the process ends or
 * another start begins. That there is none is no reason to hide the failure itself, so
 * that problems here are not reported.
 */
final class FailedStart {

	private final FailedStartPipeline pipeline;

	private final LogTarget target;

	private final SpringApplicationShutdownHandlers shutdownHandlers;

	private @Nullable Runnable shutdownHandler;

	FailedStart(FailedStartPipeline pipeline, LoggerProvider provider,
			SpringApplicationShutdownHandlers shutdownHandlers) {
		this.pipeline = pipeline;
		this.target = new ProviderTarget(provider);
		this.shutdownHandlers = shutdownHandlers;
	}

	static @Nullable FailedStart open(ConfigurableEnvironment environment, @Nullable ClassLoader classLoader) {
		try {
			for (FailedStartPipeline pipeline : SpringFactoriesLoader.forDefaultResourceLocation(classLoader)
				.load(FailedStartPipeline.class)) {
				LoggerProvider provider = pipeline.open(environment);
				if (provider != null) {
					return new FailedStart(pipeline, provider, SpringApplication.getShutdownHandlers());
				}
			}
		}
		catch (Exception | LinkageError ex) {
			// The configuration of the pipeline may be what the start failed for.
		}
		return null;
	}

	LogTarget target() {
		return this.target;
	}

	/**
	 * Has the handler run when the process ends, at once if that is happening already.
	 * @param handler closes this
	 */
	void closeOnShutdown(Runnable handler) {
		this.shutdownHandler = handler;
		try {
			this.shutdownHandlers.add(handler);
		}
		catch (IllegalStateException ex) {
			handler.run();
		}
	}

	void close() {
		boolean entered = ExportThread.enter();
		try {
			this.pipeline.close();
		}
		catch (Exception | LinkageError ex) {
			// There is no way left to say so.
		}
		finally {
			if (entered) {
				ExportThread.exit();
			}
		}
		try {
			if (this.shutdownHandler != null) {
				this.shutdownHandlers.remove(this.shutdownHandler);
			}
		}
		catch (IllegalStateException ex) {
			// It is running: the process ends.
		}
	}

}
