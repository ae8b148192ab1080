// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import org.springframework.web.reactive.function.client.WebClient;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * Makes clients record their calls, each exactly once however often it is handed over.
 */
final class WebClientTracing {

	private static final String CLIENT = "org.springframework.web.reactive.function.client.DefaultWebClient";

	private final TracingFilter filter;

	WebClientTracing(TelemetrySource<HttpClientTelemetry> telemetry) {
		this.filter = new TracingFilter(telemetry);
	}

	/**
	 * Let a builder trace whatever it builds. What the application sets on it afterwards
	 * changes nothing about that.
	 * @param builder the builder
	 * @return whether it did not trace before
	 */
	boolean trace(WebClient.Builder builder) {
		boolean[] added = new boolean[1];
		builder.filters((filters) -> {
			if (filters.stream().noneMatch(TracingFilter.class::isInstance)) {
				filters.add(0, this.filter);
				added[0] = true;
			}
		});
		if (added[0]) {
			builder.defaultRequest(Attempts::prepare);
		}
		return added[0];
	}

	/**
	 * Return a client that traces.
	 * @param client the client
	 * @return another client, or the same where it traces already or is not Spring's own
	 */
	WebClient trace(WebClient client) {
		if (!client.getClass().getName().equals(CLIENT)) {
			return client;
		}
		WebClient.Builder builder = client.mutate();
		return trace(builder) ? builder.build() : client;
	}

}
