// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * Makes clients record their calls, each exactly once however often it is handed over.
 */
final class HttpClientTracing {

	private final TelemetrySource<HttpClientTelemetry> telemetry;

	HttpClientTracing(TelemetrySource<HttpClientTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Return what records a call.
	 * @return it, or {@code null} as long as it cannot be had
	 */
	@Nullable HttpClientTelemetry telemetry() {
		return this.telemetry.get();
	}

	ClientHttpRequestFactory trace(ClientHttpRequestFactory factory) {
		return TracedRequestFactory.isIn(factory) ? factory : new TracedRequestFactory(factory, this);
	}

	void trace(RestTemplate template) {
		RestTemplateTracing.apply(template, this);
	}

	/**
	 * Change the builder itself, for where nobody takes another one. A request factory
	 * that is set on it afterwards is not traced.
	 * @param builder the builder
	 */
	void traceInPlace(RestClient.Builder builder) {
		RestClientTracing.prepare(builder, this);
	}

	/**
	 * Return a builder that traces whatever it builds.
	 * @param builder the builder
	 * @return another builder, or the same where it traces already or is not Spring's own
	 */
	RestClient.Builder trace(RestClient.Builder builder) {
		return RestClientInternals.isBuilder(builder) ? RestClientTracing.of(builder, this) : builder;
	}

	/**
	 * Return a client that traces.
	 * @param client the client
	 * @return another client, or the same where it traces already or is not Spring's own
	 */
	RestClient trace(RestClient client) {
		if (!RestClientInternals.isClient(client)) {
			return client;
		}
		RestClient.Builder builder = client.mutate();
		ClientHttpRequestFactory factory = RestClientInternals.requestFactory(builder);
		if (factory != null && TracedRequestFactory.isIn(factory)) {
			return client;
		}
		return RestClientTracing.of(builder, this).build();
	}

}
