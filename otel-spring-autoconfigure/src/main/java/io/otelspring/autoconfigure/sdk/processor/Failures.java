// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps to itself what a processor of the application's throws: it must neither fail what
 * is observed nor keep the processors after it from their work. It is said once.
 */
final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	private final String name;

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * Create it.
	 * @param processor the processor
	 */
	Failures(Object processor) {
		this.name = processor.getClass().getName();
	}

	/**
	 * Return the name of the processor's class.
	 * @return the name
	 */
	String name() {
		return this.name;
	}

	/**
	 * The processor threw something.
	 * @param ex what it threw
	 */
	void failed(Throwable ex) {
		if (this.said.compareAndSet(false, true)) {
			logger.warn("The processor " + this.name
					+ " threw an exception. What it was called for goes on without it. This is said once.", ex);
		}
	}

}
