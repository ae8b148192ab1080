// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of annotated methods.
 *
 * @param mode How annotated methods are intercepted.
 */
@ConfigurationProperties("otel.annotations")
record MethodTelemetryProperties(@DefaultValue("proxy") Mode mode) {

	/**
	 * How annotated methods are intercepted.
	 */
	enum Mode {

		/**
		 * By Spring's proxies of beans.
		 */
		PROXY

	}

}
