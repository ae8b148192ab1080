// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.Iterator;
import java.util.List;

import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a receiver got for a propagator. Micrometer does not say what keys there
 * are.
 */
final class CarrierGetter implements TextMapGetter<ReceiverContext<Object>> {

	static final CarrierGetter INSTANCE = new CarrierGetter();

	private CarrierGetter() {
	}

	@Override
	public Iterable<String> keys(ReceiverContext<Object> received) {
		return List.of();
	}

	@Override
	public @Nullable String get(@Nullable ReceiverContext<Object> received, String key) {
		Object carrier = (received != null) ? received.getCarrier() : null;
		return (received != null && carrier != null) ? received.getGetter().get(carrier, key) : null;
	}

	@Override
	public Iterator<String> getAll(@Nullable ReceiverContext<Object> received, String key) {
		Object carrier = (received != null) ? received.getCarrier() : null;
		return (received != null && carrier != null) ? received.getGetter().getAll(carrier, key).iterator()
				: List.<String>of().iterator();
	}

}
