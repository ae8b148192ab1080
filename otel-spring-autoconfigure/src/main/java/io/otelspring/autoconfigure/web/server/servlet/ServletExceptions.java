// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Finds the exception that an application would call the cause of a failed request.
 */
final class ServletExceptions {

	// Tomcat's, Jetty's and Spring's, by name because none of them need be there.
	private static final Set<String> DISCONNECTS = Set.of("ClientAbortException", "EofException",
			"AsyncRequestNotUsableException");

	private static final int MAX_DEPTH = 16;

	private ServletExceptions() {
	}

	/**
	 * Return the exception that the request carries, where somebody resolved one or sent
	 * one to the container.
	 * @param request the request
	 * @return the exception, or {@code null} if there is none
	 */
	static @Nullable Throwable ofRequest(HttpServletRequest request) {
		Object exception = request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE);
		if (!(exception instanceof Throwable)) {
			exception = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
		}
		return (exception instanceof Throwable throwable) ? throwable : null;
	}

	/**
	 * Take off the servlet exceptions that the framework wraps round the application's.
	 * @param exception the exception that was thrown
	 * @return the application's exception
	 */
	static @Nullable Throwable rootOf(@Nullable Throwable exception) {
		Throwable root = exception;
		for (int i = 0; i < MAX_DEPTH && root instanceof ServletException; i++) {
			Throwable cause = root.getCause();
			if (cause == null) {
				break;
			}
			root = cause;
		}
		return root;
	}

	/**
	 * Return whether an exception says that the client is gone. The text of a message
	 * counts only at the top, because further down it may be about another connection.
	 * @param exception the exception
	 * @return whether the client is gone
	 */
	static boolean isDisconnect(@Nullable Throwable exception) {
		if (exception instanceof IOException && exception.getMessage() != null) {
			String message = exception.getMessage().toLowerCase(Locale.ROOT);
			if (message.contains("broken pipe") || message.contains("connection reset by peer")) {
				return true;
			}
		}
		Throwable current = exception;
		for (int i = 0; i < MAX_DEPTH && current != null; i++) {
			if (DISCONNECTS.contains(current.getClass().getSimpleName())) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

}
