// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;

/**
 * Emits log records of the current owner.
 */
final class DelegatingLogger extends Following<Logger> implements Logger {

	private final Scope scope;

	DelegatingLogger(Ownership ownership, Scope scope) {
		super(ownership);
		this.scope = scope;
	}

	@Override
	Logger obtain(Owner owner) {
		LoggerProvider provider = owner.openTelemetry().getLogsBridge();
		LoggerBuilder builder = provider.loggerBuilder(this.scope.name());
		if (this.scope.schemaUrl() != null) {
			builder.setSchemaUrl(this.scope.schemaUrl());
		}
		if (this.scope.version() != null) {
			builder.setInstrumentationVersion(this.scope.version());
		}
		return builder.build();
	}

	@Override
	public boolean isEnabled(Severity severity, Context context) {
		return current().isEnabled(severity, context);
	}

	@Override
	public boolean isEnabled(Severity severity) {
		return current().isEnabled(severity);
	}

	@Override
	public LogRecordBuilder logRecordBuilder() {
		return current().logRecordBuilder();
	}

}
