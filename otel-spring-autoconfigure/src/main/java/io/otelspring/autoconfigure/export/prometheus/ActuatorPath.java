// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import org.jspecify.annotations.Nullable;

/**
 * Tells where the Actuator serves the metrics.
 */
@FunctionalInterface
interface ActuatorPath {

	/**
	 * Return the path of our endpoint.
	 * @return the path or {@code null} if it is not served
	 */
	@Nullable String path();

}
