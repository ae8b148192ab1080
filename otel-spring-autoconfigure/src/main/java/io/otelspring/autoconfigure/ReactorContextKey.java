// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * Where Reactor's context carries OpenTelemetry's.
 */
public final class ReactorContextKey {

	/**
	 * The key.
	 */
	public static final String VALUE = "io.otelspring.context";

	private ReactorContextKey() {
	}

}
