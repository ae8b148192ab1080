// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.api.logs.LoggerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.FailedStartPipeline;

/**
 * Records what a failed start says, for an application that names a property.
 */
final class RecordingFailedStartPipeline implements FailedStartPipeline, Ordered {

	static final String PROPERTY = "test.failed-start";

	static @Nullable RecordingFailedStartPipeline last;

	private final RecordedLogs logs = new RecordedLogs();

	private boolean closed;

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable LoggerProvider open(ConfigurableEnvironment environment) {
		String what = environment.getProperty(PROPERTY);
		if (what == null) {
			return null;
		}
		if (what.equals("broken")) {
			throw new IllegalStateException("The configuration is what failed");
		}
		last = this;
		return this.logs.provider();
	}

	RecordedLogs logs() {
		return this.logs;
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
		this.logs.provider().close();
	}

}
