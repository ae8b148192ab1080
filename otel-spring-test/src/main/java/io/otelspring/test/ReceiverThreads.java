// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads with a telling name, so that a hanging test does not keep the
 * virtual machine alive.
 */
final class ReceiverThreads implements ThreadFactory {

	private final String name;

	private final AtomicInteger number = new AtomicInteger();

	ReceiverThreads(String name) {
		this.name = name;
	}

	@Override
	public Thread newThread(Runnable task) {
		Thread thread = new Thread(task, this.name + "-" + this.number.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

}
