// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The health of the export of telemetry.
 *
 * @param onFailure Health status while the export fails.
 */
@ConfigurationProperties("otel.health")
record HealthProperties(@DefaultValue("unknown") OnFailure onFailure) {

	/**
	 * The statuses to choose from.
	 */
	enum OnFailure {

		/** As if nothing were wrong. */
		UP,

		/** Nothing can be said; an application is not taken out of service for that. */
		UNKNOWN,

		/** The application should not be used. */
		OUT_OF_SERVICE,

		/** The application has failed. */
		DOWN

	}

}
