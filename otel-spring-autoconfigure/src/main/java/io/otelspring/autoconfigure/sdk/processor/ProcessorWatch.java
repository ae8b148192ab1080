// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;

/**
 * Looks at the calls in progress every now and then, on a thread of its own, since the
 * callers that would have something to tell do not come back. Its time is counted in
 * these looks: they stand still when the whole process does, so that a machine that slept
 * does not look like a processor that blocks.
 */
final class ProcessorWatch {

	static final Duration TICK = Duration.ofMillis(250);

	private final List<Calls> watched = new CopyOnWriteArrayList<>();

	private final Duration tick;

	private volatile int time = 1;

	private volatile @Nullable Thread thread;

	ProcessorWatch(Duration tick) {
		this.tick = tick;
	}

	/**
	 * Return the time.
	 * @return how often this has looked
	 */
	int time() {
		return this.time;
	}

	void add(Calls calls) {
		this.watched.add(calls);
	}

	/**
	 * Begin to look, where there is anything to be seen.
	 */
	void start() {
		if (!this.watched.isEmpty()) {
			// What it logs is not exported: it must not get into what it watches
			Thread looking = ExportThread.create("otel-processor-watch", this::run);
			this.thread = looking;
			looking.start();
		}
	}

	void stop() {
		Thread looking = this.thread;
		this.thread = null;
		if (looking != null) {
			looking.interrupt();
		}
	}

	private void run() {
		while (this.thread == Thread.currentThread()) {
			try {
				Thread.sleep(this.tick.toMillis());
			}
			catch (InterruptedException ex) {
				return;
			}
			look();
		}
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	private void look() {
		// Only this thread writes it
		this.time = this.time + 1;
		this.watched.forEach(Calls::look);
	}

}
