// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.List;

/**
 * What is known of the observations of one library. A bean of this type in the
 * auto-configuration of the library is all that the bridge needs:
 *
 * <pre class="code">
 * &#64;Bean
 * ObservationTable otelSpringQueueObservations() {
 * 	return ObservationTable.of(SEND, PROCESS);
 * }
 * </pre>
 *
 * The instrumentation's switch stands on the auto-configuration, as everywhere; the
 * bridge knows by the observation's name that it must not record in the generic way what
 * is switched off. An observation that no mapping of a table matches is recorded in the
 * generic way, with its own name and its key values as text.
 *
 * @param mappings the mappings; the first that matches an observation decides
 */
public record ObservationTable(List<ObservationMapping<?>> mappings) {

	public ObservationTable {
		mappings = List.copyOf(mappings);
	}

	/**
	 * Return a table of the given mappings.
	 * @param mappings the mappings; the first that matches an observation decides
	 * @return the table
	 */
	public static ObservationTable of(ObservationMapping<?>... mappings) {
		return new ObservationTable(List.of(mappings));
	}

}
