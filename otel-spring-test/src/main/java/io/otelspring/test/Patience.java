// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for what comes sooner or later: so long that a hang is told from a busy machine.
 */
public final class Patience {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final long PAUSE_MILLIS = 20;

	private Patience() {
	}

	/**
	 * Wait until a condition is met.
	 * @param what what is waited for, for the message
	 * @param condition the condition, which is asked again and again
	 * @throws Exception what the condition throws
	 * @throws AssertionError if it is not met in time
	 */
	public static void await(String what, Condition condition) throws Exception {
		long begin = System.nanoTime();
		while (!condition.isMet()) {
			if (System.nanoTime() - begin > LIMIT.toNanos()) {
				throw new AssertionError("There is not: " + what);
			}
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
		}
	}

	/**
	 * What is waited for.
	 */
	@FunctionalInterface
	public interface Condition {

		/**
		 * Look whether it is there.
		 * @return whether it is
		 * @throws Exception if that cannot be told, which ends the waiting
		 */
		boolean isMet() throws Exception;

	}

}
