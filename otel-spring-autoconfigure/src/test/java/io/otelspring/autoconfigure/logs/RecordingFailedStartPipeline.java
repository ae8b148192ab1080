// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.nio.file.Path;

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

	static final String FILE_PROPERTY = "test.failed-start-file";

	static @Nullable RecordingFailedStartPipeline last;

	private final RecordedLogs logs = new RecordedLogs();

	private @Nullable Path file;

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
		String file = environment.getProperty(FILE_PROPERTY);
		this.file = (file != null) ? Path.of(file) : null;
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
		if (this.file != null) {
			this.logs.writeTo(this.file);
		}
	}

}
