// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps to itself what a processor of the application's throws: it must neither fail what
 * is observed nor keep the processors after it from their work. It is said once.
 */
final class ProcessorGuard {

	private static final Log logger = LogFactory.getLog(ProcessorGuard.class);

	private final Object processor;

	private final AtomicBoolean said = new AtomicBoolean();

	ProcessorGuard(Object processor) {
		this.processor = processor;
	}

	void run(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	CompletableResultCode end(Supplier<CompletableResultCode> step) {
		try {
			return step.get();
		}
		catch (Throwable ex) {
			failed(ex);
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

	private void failed(Throwable ex) {
		if (this.said.compareAndSet(false, true)) {
			logger.warn("The processor " + this.processor.getClass().getName()
					+ " threw an exception. What it was called for goes on without it. This is said once.", ex);
		}
	}

}
