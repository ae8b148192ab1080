// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;

/**
 * Serves what the current owner has.
 */
final class GlobalDelegate implements OpenTelemetry {

	private final TracerProvider tracers;

	private final MeterProvider meters;

	private final LoggerProvider loggers;

	private final ContextPropagators propagators;

	GlobalDelegate(Ownership ownership) {
		this.tracers = new DelegatingTracerProvider(ownership);
		this.meters = new DelegatingMeterProvider(ownership);
		this.loggers = new DelegatingLoggerProvider(ownership);
		this.propagators = ContextPropagators.create(new DelegatingPropagator(ownership));
	}

	/**
	 * Whether this is what the other serves, be it wrapped or not.
	 * @param other what may be this
	 * @return whether it is
	 */
	boolean isBehind(OpenTelemetry other) {
		return other.getTracerProvider() == this.tracers;
	}

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracers;
	}

	@Override
	public MeterProvider getMeterProvider() {
		return this.meters;
	}

	@Override
	public LoggerProvider getLogsBridge() {
		return this.loggers;
	}

	@Override
	public ContextPropagators getPropagators() {
		return this.propagators;
	}

	@Override
	public String toString() {
		return "OpenTelemetry of the application context that is live";
	}

}
