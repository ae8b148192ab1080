// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import org.jspecify.annotations.Nullable;

/**
 * Takes part in the measurement of calls.
 */
@FunctionalInterface
interface CompletedCalls {

	/**
	 * Called once for each attempt that was recorded, on the thread that completed it.
	 * @param attempt the attempt
	 * @param status the status code of the response, 0 if there is none
	 * @param failure the exception that the attempt ended with
	 * @param nanoseconds how long the attempt took
	 */
	void completed(Attempt attempt, int status, @Nullable Throwable failure, long nanoseconds);

}
