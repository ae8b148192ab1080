// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.time.Duration;

/**
 * Exports at once what waits for export.
 */
@FunctionalInterface
public interface TelemetryFlush {

	/**
	 * Export what is there, of all signals.
	 * @param timeout the longest wait
	 * @return whether everything was tried in time
	 */
	boolean flush(Duration timeout);

}
