// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Writes for a propagator into what a sender is about to send.
 */
final class CarrierSetter implements TextMapSetter<SenderContext<Object>> {

	static final CarrierSetter INSTANCE = new CarrierSetter();

	private CarrierSetter() {
	}

	@Override
	public void set(@Nullable SenderContext<Object> sent, String key, String value) {
		if (sent != null) {
			sent.getSetter().set(sent.getCarrier(), key, value);
		}
	}

}
