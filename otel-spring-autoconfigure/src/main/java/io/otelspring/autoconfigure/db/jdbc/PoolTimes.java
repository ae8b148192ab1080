// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

/**
 * Takes down how long the connections of one pool are waited for and used. Nothing here
 * throws.
 */
interface PoolTimes {

	/**
	 * A connection was handed out.
	 * @param nanos how long that took
	 */
	void waited(long nanos);

	/**
	 * A connection was given back.
	 * @param nanos how long it was in use
	 */
	void used(long nanos);

	/**
	 * No connection was handed out.
	 * @param failure why
	 */
	void refused(Throwable failure);

}
