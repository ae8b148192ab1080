// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * An attempt to send a request whose span has started.
 */
public final class HttpClientCall {

	private final HttpClientTelemetry telemetry;

	private final Attempt attempt;

	private final Target target;

	private final Context context;

	private final long start;

	HttpClientCall(HttpClientTelemetry telemetry, Attempt attempt, Target target, Context context, long start) {
		this.telemetry = telemetry;
		this.attempt = attempt;
		this.target = target;
		this.context = context;
		this.start = start;
	}

	/**
	 * Return the context of the span.
	 * @return what is to be current while the request is sent
	 */
	public Context context() {
		return this.context;
	}

	/**
	 * Return whether headers of the response are recorded.
	 * @return whether {@link #end} wants them
	 */
	public boolean capturesResponse() {
		return this.telemetry.capturesResponse();
	}

	/**
	 * Complete the span and measure the duration. This is to be called once.
	 * @param status the status code of the response, 0 if there is none
	 * @param headers the headers of the response, if they are recorded
	 * @param failure what the attempt ended with, the caller's giving up aside
	 */
	public void end(int status, @Nullable HttpHeaders headers, @Nullable Throwable failure) {
		this.telemetry.end(this, status, headers, failure);
	}

	Attempt attempt() {
		return this.attempt;
	}

	Target target() {
		return this.target;
	}

	long start() {
		return this.start;
	}

}
