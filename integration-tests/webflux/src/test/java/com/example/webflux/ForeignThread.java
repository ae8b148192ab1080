// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A thread that nobody instruments.
 */
final class ForeignThread {

	static final ExecutorService EXECUTOR = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "foreign");
		thread.setDaemon(true);
		return thread;
	});

	private ForeignThread() {
	}

}
