// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.Collection;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.LocalSampling;

/**
 * Reads what another propagator reads, and marks it as something whose sampled flag is
 * not followed. So it holds for every way into the application: requests, messages and
 * what code extracts by hand.
 */
public final class LocalSamplingPropagator implements TextMapPropagator {

	private final TextMapPropagator propagator;

	/**
	 * Create the propagator.
	 * @param propagator what reads and writes
	 */
	public LocalSamplingPropagator(TextMapPropagator propagator) {
		this.propagator = propagator;
	}

	@Override
	public Collection<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.propagator.inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Context extracted = this.propagator.extract(context, carrier, getter);
		if (extracted == context) {
			return context;
		}
		SpanContext caller = Span.fromContext(extracted).getSpanContext();
		return (caller.isValid() && caller.isRemote()) ? LocalSampling.require(extracted) : extracted;
	}

	@Override
	public String toString() {
		return this.propagator.toString();
	}

}
