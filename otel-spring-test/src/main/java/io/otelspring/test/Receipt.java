// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What became of a request.
 *
 * @param signal the signal
 * @param items the number of items that were taken in, none if it was refused
 * @param reply what to answer
 * @param lost whether the answer does not get to the sender
 */
record Receipt(Signal signal, int items, Reply reply, AtomicBoolean lost) {

	Receipt(Signal signal, int items, Reply reply) {
		this(signal, items, reply, new AtomicBoolean());
	}

	boolean answerLost() {
		return this.lost.get();
	}

}
