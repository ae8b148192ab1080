// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * Where Reactor's context carries OpenTelemetry's.
 */
public final class ReactorContextKey {

	/**
	 * The key. Snapshots of contexts restore their values in the order of a hash table, and
	 * this one has to come before {@code micrometer.observation}: an observation that was
	 * put there later then makes its span current, and one that is older sees that the
	 * current span is below its own. The hash of this text has the first place in tables of
	 * up to 256.
	 */
	public static final String VALUE = "io.otelspring.context.otel";

	private ReactorContextKey() {
	}

}
