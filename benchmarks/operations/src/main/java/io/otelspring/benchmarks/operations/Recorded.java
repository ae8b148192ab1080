// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

/**
 * What telemetry recorded so far, which proves that what is measured happens.
 */
interface Recorded {

	/**
	 * Nothing, ever.
	 */
	Recorded NOTHING = new Recorded() {

		@Override
		public long spans() {
			return 0;
		}

		@Override
		public long durations() {
			return 0;
		}

	};

	/**
	 * The spans that ended.
	 * @return their number
	 */
	long spans();

	/**
	 * The durations that were recorded as metrics.
	 * @return their number
	 */
	long durations();

}
