// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * What an instrumentation that is switched on says about itself: beans of this type tell
 * why one has no effect although nobody switched it off.
 */
public interface InstrumentationStatus {

	/**
	 * The name of the instrumentation as it stands in its switch.
	 * @return the name, such as {@code logging}
	 */
	String instrumentation();

	/**
	 * Why nothing is recorded.
	 * @return the reason, or {@code null} if the instrumentation is in effect
	 */
	@Nullable String inactiveBecause();

}
