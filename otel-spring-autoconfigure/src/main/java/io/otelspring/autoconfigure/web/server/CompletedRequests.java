// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import org.jspecify.annotations.Nullable;

/**
 * Takes part in the measurement of requests.
 */
@FunctionalInterface
public interface CompletedRequests {

	/**
	 * Called once for each request that was recorded, on the thread that completed it.
	 * @param method the method as it is recorded
	 * @param route the route, if there is one
	 * @param status the status code of the response, 0 if there is none
	 * @param failure the exception that made the request fail
	 * @param nanoseconds how long the request took
	 */
	void completed(String method, @Nullable HttpRoute route, int status, @Nullable Throwable failure, long nanoseconds);

}
