// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.sql.SQLException;
import java.util.Locale;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ExceptionAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.redaction.DatabaseExceptions;

/**
 * Records why an operation failed. The messages of drivers repeat values
 * ({@code Key (email)=(joe@example.com) already exists}) and whole statements, so a
 * message is kept up to its first part that may be one.
 */
public final class DatabaseFailure {

	private static final int CAUSES = 8;

	private DatabaseFailure() {
	}

	/**
	 * Record a failure on the span of an operation.
	 * @param span the span
	 * @param error what was thrown
	 * @param statusCode the database's code, if there is one
	 */
	public static void record(Span span, Throwable error, @Nullable String statusCode) {
		String type = error.getClass().getName();
		span.setAttribute(ErrorAttributes.ERROR_TYPE, type);
		if (statusCode != null) {
			span.setAttribute(DbAttributes.DB_RESPONSE_STATUS_CODE, statusCode);
		}
		String message = message(error);
		span.setStatus(StatusCode.ERROR, (message != null) ? message : "");
		span.addEvent("exception",
				Attributes.builder()
					.put(ExceptionAttributes.EXCEPTION_TYPE, type)
					.put(ExceptionAttributes.EXCEPTION_MESSAGE, message)
					.put(ExceptionAttributes.EXCEPTION_STACKTRACE, stackTrace(error))
					.build());
	}

	/**
	 * Return the code that the database gave to a failure.
	 * @param error what was thrown
	 * @param system the database
	 * @return the code, or {@code null} where it gave none
	 */
	public static @Nullable String statusCode(Throwable error, DatabaseSystem system) {
		if (!(error instanceof SQLException exception)) {
			return null;
		}
		return statusCode(exception.getSQLState(), exception.getErrorCode(), system);
	}

	/**
	 * Return the code that the database gave to a failure.
	 * @param sqlState the SQL state, if there is one
	 * @param vendor the vendor's code, or 0
	 * @param system the database
	 * @return the code, or {@code null} where it gave none
	 */
	public static @Nullable String statusCode(@Nullable String sqlState, int vendor, DatabaseSystem system) {
		String state = (sqlState != null && !sqlState.isEmpty()) ? sqlState : null;
		return switch (system.statusCode()) {
			case SQL_STATE -> (state != null || vendor == 0) ? state : Integer.toString(vendor);
			case VENDOR -> (vendor != 0) ? Integer.toString(vendor) : state;
			case ORACLE -> (vendor != 0) ? String.format(Locale.ROOT, "ORA-%05d", vendor) : state;
			case BOTH -> (state == null || vendor == 0 || state.equals(Integer.toString(vendor)))
					? (state != null || vendor == 0) ? state : Integer.toString(vendor) : state + "/" + vendor;
		};
	}

	/**
	 * Return what may be said of an exception's message.
	 * @param error the exception
	 * @return the beginning of the message, or {@code null} where there is none
	 */
	public static @Nullable String message(Throwable error) {
		String message = error.getMessage();
		return (message != null) ? DatabaseExceptions.cut(message) : null;
	}

	private static String stackTrace(Throwable error) {
		StringBuilder trace = new StringBuilder();
		Throwable current = error;
		for (int i = 0; i < CAUSES && current != null; i++) {
			if (i > 0) {
				trace.append("Caused by: ");
			}
			trace.append(current.getClass().getName());
			String message = message(current);
			if (message != null) {
				trace.append(": ").append(message);
			}
			trace.append(System.lineSeparator());
			for (StackTraceElement element : current.getStackTrace()) {
				trace.append("\tat ").append(element).append(System.lineSeparator());
			}
			current = current.getCause();
		}
		return trace.toString();
	}

}
