// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.IOException;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;

import io.otelspring.autoconfigure.web.client.Attempt;
import io.otelspring.autoconfigure.web.client.Cancellation;
import io.otelspring.autoconfigure.web.client.HttpClientCall;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.TraceHeaders;

/**
 * An attempt whose sending waits for the response.
 */
interface BlockingAttempt extends Attempt {

	ClientHttpResponse send() throws IOException;

	/**
	 * Send the request and record it.
	 * @param telemetry what records
	 * @return the response
	 * @throws IOException what sending threw
	 */
	default ClientHttpResponse send(HttpClientTelemetry telemetry) throws IOException {
		HttpClientCall call = telemetry.start(Context.current(), this);
		if (call == null) {
			return send();
		}
		ClientHttpResponse response = null;
		Throwable failure = null;
		try (Scope scope = call.context().makeCurrent()) {
			response = send();
			return response;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			end(call, response, failure);
		}
	}

	private static void end(HttpClientCall call, @Nullable ClientHttpResponse response, @Nullable Throwable failure) {
		if (response == null) {
			call.end(0, null, (failure != null && !Cancellation.isCause(failure)) ? failure : null);
			return;
		}
		int status = 0;
		HttpHeaders headers = null;
		Throwable unreadable = null;
		try {
			status = response.getStatusCode().value();
			headers = call.capturesResponse() ? response.getHeaders() : null;
		}
		catch (IOException | RuntimeException ex) {
			// The caller meets it too, as soon as it looks at the response.
			unreadable = ex;
		}
		call.end(status, headers, unreadable);
	}

	@Override
	default void propagate(Context context, TraceHeaders headers) {
		headers.write(context, headers());
	}

	@Override
	default Class<? extends Throwable> typeSeen(Throwable failure) {
		return (failure instanceof IOException) ? ResourceAccessException.class : failure.getClass();
	}

}
