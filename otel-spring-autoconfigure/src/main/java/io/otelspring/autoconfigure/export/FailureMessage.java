// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import org.jspecify.annotations.Nullable;

/**
 * Why an export failed, for a person. The exception that tells the answer of a server is
 * internal to the SDK, hence the care not to need it.
 */
final class FailureMessage {

	private FailureMessage() {
	}

	static String of(@Nullable Throwable failure) {
		if (failure == null) {
			return "the exporter gives no reason";
		}
		try {
			String answer = answer(failure);
			if (answer != null) {
				return answer;
			}
		}
		catch (LinkageError ex) {
			// An SDK that does not have the class any more: its text has to do
		}
		Throwable cause = (failure.getCause() != null) ? failure.getCause() : failure;
		String message = cause.getMessage();
		return (message != null) ? cause.getClass().getSimpleName() + ": " + message : cause.getClass().getName();
	}

	private static @Nullable String answer(Throwable failure) {
		if (!(failure instanceof FailedExportException)) {
			return null;
		}
		if (failure instanceof HttpExportException http && http.getResponse() != null) {
			return "the server answered with status " + http.getResponse().getStatusCode();
		}
		if (failure instanceof GrpcExportException grpc && grpc.getResponse() != null) {
			String description = grpc.getResponse().getStatusDescription();
			return "the server answered with gRPC status " + grpc.getResponse().getStatusCode()
					+ ((description != null) ? " " + description : "");
		}
		return null;
	}

}
