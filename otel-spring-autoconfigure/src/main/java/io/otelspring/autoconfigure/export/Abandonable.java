// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

/**
 * Something that can be given up when no time is left for it.
 */
@FunctionalInterface
public interface Abandonable {

	/**
	 * End at once, and count as dropped what is left.
	 */
	void abandon();

}
