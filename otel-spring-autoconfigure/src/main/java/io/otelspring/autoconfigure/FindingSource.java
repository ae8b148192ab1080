// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.List;

/**
 * Looks for mistakes in one field. Beans of this type are asked once when the application
 * is ready, and each time that somebody looks at the Actuator's section {@code findings};
 * so they answer from what they know, without work on a request.
 */
@FunctionalInterface
public interface FindingSource {

	/**
	 * Return what is to be said now.
	 * @return the findings, none if all is well
	 */
	List<Finding> findings();

	/**
	 * Return whether what is found is logged where it is found, so that it need not be
	 * said again when the application has started.
	 * @return whether it is logged already
	 */
	default boolean isLogged() {
		return false;
	}

}
