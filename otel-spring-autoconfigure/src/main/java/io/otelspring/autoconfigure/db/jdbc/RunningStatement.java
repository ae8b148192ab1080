// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

/**
 * Marks the thread that is executing a recorded statement. Where one data source is built
 * on another and both are recorded, the outer one is, and the inner one finds the mark.
 */
final class RunningStatement {

	private static final ThreadLocal<boolean[]> MARK = ThreadLocal.withInitial(() -> new boolean[1]);

	private RunningStatement() {
	}

	/**
	 * Mark the current thread, unless it is marked.
	 * @return whether this call marked it, and {@link #exit()} is to be called
	 */
	static boolean enter() {
		boolean[] mark = MARK.get();
		if (mark[0]) {
			return false;
		}
		mark[0] = true;
		return true;
	}

	static void exit() {
		MARK.get()[0] = false;
	}

}
