// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Tells the context of what is done in an observation, for instrumentations that have to
 * carry it where the observation alone would travel.
 */
public final class ObservedContext {

	private ObservedContext() {
	}

	/**
	 * Return the context of what is done in an observation.
	 * @param observation the observation, which has started
	 * @return the context, or {@code null} if the bridge knows nothing of the observation
	 */
	public static @Nullable Context of(Observation observation) {
		BridgedObservation bridged = BridgedObservation.of(observation.getContextView());
		return (bridged != null) ? bridged.context : null;
	}

}
