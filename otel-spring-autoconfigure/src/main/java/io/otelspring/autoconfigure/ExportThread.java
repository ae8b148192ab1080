// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

/**
 * Marks the thread that is handing telemetry over. What is logged meanwhile still reaches
 * the console, but it is not sent: it would make the next export, which fails and logs
 * again.
 */
public final class ExportThread {

	private static final ThreadLocal<boolean[]> MARK = ThreadLocal.withInitial(() -> new boolean[1]);

	private ExportThread() {
	}

	/**
	 * Whether the current thread is handing telemetry over.
	 * @return whether it is marked
	 */
	public static boolean isCurrent() {
		return MARK.get()[0];
	}

	/**
	 * Marks the current thread, unless it is marked.
	 * @return whether this call marked it, and {@link #exit()} is to be called
	 */
	public static boolean enter() {
		boolean[] mark = MARK.get();
		if (mark[0]) {
			return false;
		}
		mark[0] = true;
		return true;
	}

	/**
	 * Takes the mark off the current thread.
	 */
	public static void exit() {
		MARK.get()[0] = false;
	}

	/**
	 * Creates a marked thread that ends with the process. It does not hold on to the
	 * class loader of whoever happens to create it, such as that of a web application,
	 * which Tomcat would complain about.
	 * @param name the thread's name
	 * @param task what it runs
	 * @return the thread, not started
	 */
	public static Thread create(String name, Runnable task) {
		Thread thread = new Thread(wrap(task), name);
		thread.setDaemon(true);
		thread.setContextClassLoader(ExportThread.class.getClassLoader());
		return thread;
	}

	/**
	 * Returns a task during which the thread that runs it is marked.
	 * @param task what to run
	 * @return the same, marked
	 */
	public static Runnable wrap(Runnable task) {
		return () -> {
			boolean entered = enter();
			try {
				task.run();
			}
			finally {
				if (entered) {
					exit();
				}
			}
		};
	}

}
