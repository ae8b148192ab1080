// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Hands out loggers that follow the owner.
 */
final class DelegatingLoggerProvider implements LoggerProvider {

	private final Scope.Registry<Logger> loggers;

	DelegatingLoggerProvider(Ownership ownership) {
		this.loggers = new Scope.Registry<>((scope) -> new DelegatingLogger(ownership, scope));
	}

	@Override
	public Logger get(String scopeName) {
		return this.loggers.get(new Scope(scopeName));
	}

	@Override
	public LoggerBuilder loggerBuilder(String scopeName) {
		return new Builder(scopeName);
	}

	private final class Builder implements LoggerBuilder {

		private final String name;

		private @Nullable String version;

		private @Nullable String schemaUrl;

		private Builder(String name) {
			this.name = name;
		}

		@Override
		public LoggerBuilder setSchemaUrl(String schemaUrl) {
			this.schemaUrl = schemaUrl;
			return this;
		}

		@Override
		public LoggerBuilder setInstrumentationVersion(String scopeVersion) {
			this.version = scopeVersion;
			return this;
		}

		@Override
		public Logger build() {
			return DelegatingLoggerProvider.this.loggers.get(new Scope(this.name, this.version, this.schemaUrl));
		}

	}

}
