// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Carries serialised batches to one destination, by one protocol. It tries once; whether
 * and when to try again is for its caller to decide.
 */
public interface Transport extends AutoCloseable {

	/**
	 * Send a batch.
	 * @param body a serialised request, not compressed
	 * @param timeout the longest wait for the answer
	 * @return the answer, never an exception: where none came it is
	 * {@link Answer.Kind#RETRYABLE}. Cancelling it ends the attempt.
	 */
	CompletableFuture<Answer> send(byte[] body, Duration timeout);

	/**
	 * End at once what is on its way, and free what is held.
	 */
	@Override
	void close();

}
