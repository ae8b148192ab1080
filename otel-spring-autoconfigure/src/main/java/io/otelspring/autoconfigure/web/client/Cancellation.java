// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

import org.jspecify.annotations.Nullable;

/**
 * Tells a call that its caller gave up from one that failed.
 */
public final class Cancellation {

	private static final int MAX_DEPTH = 8;

	private Cancellation() {
	}

	/**
	 * Return whether the failure comes from an interrupt of the calling thread. Timeouts
	 * do not count, though some of them are {@link InterruptedIOException}s.
	 * @param failure what a call ended with
	 * @return whether the caller gave up
	 */
	public static boolean isCause(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException
					|| isInterruptedInput(cause)) {
				return true;
			}
			cause = causeOf(cause);
		}
		return false;
	}

	private static boolean isInterruptedInput(Throwable failure) {
		return failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)
				&& Thread.currentThread().isInterrupted();
	}

	private static @Nullable Throwable causeOf(Throwable failure) {
		Throwable cause = failure.getCause();
		return (cause != failure) ? cause : null;
	}

}
