// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;
import io.opentelemetry.context.Scope;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;

/**
 * Lets the handlers that make meters of observations see the span when the observation
 * stops. Its scope is closed by then, and the exemplars of their meters would have none.
 */
final class SpanScopedMeters implements ObservationHandlerGroup {

	@Override
	public Class<?> handlerType() {
		return MeterObservationHandler.class;
	}

	@Override
	public int compareTo(ObservationHandlerGroup other) {
		return -1;
	}

	@Override
	public void registerMembers(ObservationConfig config, List<ObservationHandler<?>> members) {
		config.observationHandler(new SpanScopedHandler(members));
	}

	private static final class SpanScopedHandler extends ObservationHandler.FirstMatchingCompositeObservationHandler {

		SpanScopedHandler(List<ObservationHandler<?>> members) {
			super(members);
		}

		@Override
		public void onStop(Observation.Context context) {
			BridgedObservation bridged = BridgedObservation.of(context);
			if (bridged == null || !bridged.isRecorded()) {
				super.onStop(context);
				return;
			}
			try (Scope scope = bridged.context.makeCurrent()) {
				super.onStop(context);
			}
		}

	}

}
