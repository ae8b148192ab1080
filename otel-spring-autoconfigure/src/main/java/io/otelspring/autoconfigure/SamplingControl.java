// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * Changes, while the application runs, how many of the traces that begin in it are
 * recorded.
 */
@FunctionalInterface
public interface SamplingControl {

	/**
	 * Let a ratio decide from now on about local roots, in place of the configured
	 * sampler. Rules still come before it, and remote parents are still followed.
	 * @param ratio the ratio of recorded traces, from 0 to 1
	 * @throws IllegalArgumentException if the ratio is out of range
	 * @throws IllegalStateException if the application samples in a way of its own
	 */
	void setRatio(double ratio);

}
