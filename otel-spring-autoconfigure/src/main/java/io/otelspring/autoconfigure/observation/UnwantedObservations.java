// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * Refuses observations that the bridge never records, for a registry that has no other
 * handler: they would cost and give nothing.
 */
final class UnwantedObservations implements ObservationPredicate {

	private static final int MAX_TYPES = 256;

	private static final int MAX_NAMES = 1024;

	private final BoundedCache<Class<?>, BoundedCache<String, Boolean>> wanted = new BoundedCache<>(MAX_TYPES,
			(type) -> new BoundedCache<>(MAX_NAMES, (name) -> !ObservationOwners.isRecordedElsewhere(type, name)));

	@Override
	public boolean test(String name, Observation.Context context) {
		return this.wanted.get(context.getClass()).get((name != null) ? name : "");
	}

}
