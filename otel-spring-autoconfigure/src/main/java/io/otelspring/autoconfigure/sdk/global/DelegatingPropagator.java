// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.Collection;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Propagates as the current owner does.
 */
final class DelegatingPropagator implements TextMapPropagator {

	private final Ownership ownership;

	DelegatingPropagator(Ownership ownership) {
		this.ownership = ownership;
	}

	private TextMapPropagator current() {
		return this.ownership.current().openTelemetry().getPropagators().getTextMapPropagator();
	}

	@Override
	public Collection<String> fields() {
		return current().fields();
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		current().inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return current().extract(context, carrier, getter);
	}

}
