// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;

/**
 * Starts spans of the current owner.
 */
final class DelegatingTracer extends Following<Tracer> implements Tracer {

	private final Scope scope;

	DelegatingTracer(Ownership ownership, Scope scope) {
		super(ownership);
		this.scope = scope;
	}

	@Override
	Tracer obtain(Owner owner) {
		TracerProvider provider = owner.openTelemetry().getTracerProvider();
		if (this.scope.schemaUrl() == null) {
			return (this.scope.version() != null) ? provider.get(this.scope.name(), this.scope.version())
					: provider.get(this.scope.name());
		}
		TracerBuilder builder = provider.tracerBuilder(this.scope.name()).setSchemaUrl(this.scope.schemaUrl());
		if (this.scope.version() != null) {
			builder.setInstrumentationVersion(this.scope.version());
		}
		return builder.build();
	}

	@Override
	public boolean isEnabled() {
		return current().isEnabled();
	}

	@Override
	public SpanBuilder spanBuilder(String spanName) {
		return current().spanBuilder(spanName);
	}

}
