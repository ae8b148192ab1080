// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import org.jspecify.annotations.Nullable;

/**
 * Hands out meters that follow the owner.
 */
final class DelegatingMeterProvider implements MeterProvider {

	private final Scope.Registry<Meter> meters;

	DelegatingMeterProvider(Ownership ownership) {
		this.meters = new Scope.Registry<>((scope) -> new DelegatingMeter(ownership, scope));
	}

	@Override
	public Meter get(String scopeName) {
		return this.meters.get(new Scope(scopeName));
	}

	@Override
	public MeterBuilder meterBuilder(String scopeName) {
		return new Builder(scopeName);
	}

	private final class Builder implements MeterBuilder {

		private final String name;

		private @Nullable String version;

		private @Nullable String schemaUrl;

		private Builder(String name) {
			this.name = name;
		}

		@Override
		public MeterBuilder setSchemaUrl(String schemaUrl) {
			this.schemaUrl = schemaUrl;
			return this;
		}

		@Override
		public MeterBuilder setInstrumentationVersion(String scopeVersion) {
			this.version = scopeVersion;
			return this;
		}

		@Override
		public Meter build() {
			return DelegatingMeterProvider.this.meters.get(new Scope(this.name, this.version, this.schemaUrl));
		}

	}

}
