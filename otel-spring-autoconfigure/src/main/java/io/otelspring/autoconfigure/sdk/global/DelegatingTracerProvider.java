// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import org.jspecify.annotations.Nullable;

/**
 * Hands out tracers that follow the owner.
 */
final class DelegatingTracerProvider implements TracerProvider {

	private final Scope.Registry<Tracer> tracers;

	DelegatingTracerProvider(Ownership ownership) {
		this.tracers = new Scope.Registry<>((scope) -> new DelegatingTracer(ownership, scope));
	}

	@Override
	public Tracer get(String scopeName) {
		return this.tracers.get(new Scope(scopeName));
	}

	@Override
	public Tracer get(String scopeName, @Nullable String scopeVersion) {
		return this.tracers.get(new Scope(scopeName, scopeVersion, null));
	}

	@Override
	public TracerBuilder tracerBuilder(String scopeName) {
		return new Builder(scopeName);
	}

	private final class Builder implements TracerBuilder {

		private final String name;

		private @Nullable String version;

		private @Nullable String schemaUrl;

		private Builder(String name) {
			this.name = name;
		}

		@Override
		public TracerBuilder setSchemaUrl(String schemaUrl) {
			this.schemaUrl = schemaUrl;
			return this;
		}

		@Override
		public TracerBuilder setInstrumentationVersion(String scopeVersion) {
			this.version = scopeVersion;
			return this;
		}

		@Override
		public Tracer build() {
			return DelegatingTracerProvider.this.tracers.get(new Scope(this.name, this.version, this.schemaUrl));
		}

	}

}
