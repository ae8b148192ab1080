// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import io.otelspring.autoconfigure.Finding.Severity;

/**
 * What is done with calls that block.
 */
enum Treatment {

	/** They go on as they were: the processor may change what it is given. */
	WAITED_FOR(Severity.WARNING,
			"It may change what is exported, so it is called on the thread of whoever starts or ends a span or logs, "
					+ "and requests wait for it"),

	/** The processor can change nothing any more. */
	ON_OWN_THREAD(Severity.WARNING,
			"So that requests do not wait, it is called on a thread of its own from now on, where thread locals such "
					+ "as the MDC are missing; what does not fit its queue of " + CallQueue.CAPACITY
					+ " calls is lost to it"),

	/** What comes after the processor waits for it, in place of the callers. */
	ON_OWN_THREAD_WITH_REST(Severity.WARNING,
			"So that requests do not wait, it is called on a thread of its own from now on, where thread locals such "
					+ "as the MDC are missing, and log records are exported after that; what does not fit its queue of "
					+ CallQueue.CAPACITY + " records is not exported"),

	/** Nobody waits, and nothing leaves that the processor has not seen. */
	LEFT_OUT(Severity.ERROR,
			"So that requests go on, it is passed over until its calls have returned, and 30 seconds more; it may mask "
					+ "what must not leave, so what it has not seen is not exported");

	private final Severity severity;

	private final String why;

	Treatment(Severity severity, String why) {
		this.severity = severity;
		this.why = why;
	}

	Severity severity() {
		return this.severity;
	}

	String why() {
		return this.why;
	}

}
