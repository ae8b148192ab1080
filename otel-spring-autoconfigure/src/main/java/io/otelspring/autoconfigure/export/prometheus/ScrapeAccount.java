// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

/**
 * What others want to know of the fetching.
 */
public interface ScrapeAccount {

	/**
	 * Points were fetched.
	 * @param points how many
	 */
	void scraped(int points);

	/**
	 * The place is known where they are fetched.
	 * @param address the address, or the path where it is below that of the Actuator
	 */
	void servedAt(String address);

}
