// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * Marks the threads that export telemetry, so that what is logged there does not become
 * telemetry itself.
 */
public final class ExportThread {

	private static final ThreadLocal<Boolean> MARK = new ThreadLocal<>();

	private ExportThread() {
	}

	/**
	 * Return whether the current thread exports telemetry.
	 * @return whether it is marked
	 */
	public static boolean isCurrent() {
		return MARK.get() != null;
	}

	/**
	 * Mark the thread on which something runs, while it runs.
	 * @param task what runs
	 * @return the same, marking its thread
	 */
	public static Runnable marked(Runnable task) {
		return () -> {
			MARK.set(Boolean.TRUE);
			try {
				task.run();
			}
			finally {
				MARK.remove();
			}
		};
	}

}
