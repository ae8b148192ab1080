// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What an exception says of a call.
 */
final class Failures {

	private static final int MAX_DEPTH = 8;

	private Failures() {
	}

	/**
	 * Return the exception that the application threw: futures and proxies wrap it in
	 * exceptions that only carry it. Subclasses of those mean something and are kept.
	 * @param exception what arrived
	 * @return what was thrown
	 */
	static Throwable unwrap(Throwable exception) {
		Throwable result = exception;
		for (int i = 0; i < MAX_DEPTH && isCarrier(result); i++) {
			Throwable cause = result.getCause();
			if (cause == null) {
				break;
			}
			result = cause;
		}
		return result;
	}

	private static boolean isCarrier(Throwable exception) {
		Class<?> type = exception.getClass();
		return type == CompletionException.class || type == ExecutionException.class
				|| type == UndeclaredThrowableException.class;
	}

}
