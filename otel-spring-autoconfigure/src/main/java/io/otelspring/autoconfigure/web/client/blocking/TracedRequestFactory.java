// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequestFactoryWrapper;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;

import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * Makes the requests of another factory such that their sending is recorded. It stands
 * next to the HTTP client, inside all interceptors, so it sees each attempt.
 */
final class TracedRequestFactory extends AbstractClientHttpRequestFactoryWrapper {

	/**
	 * Factories whose HTTP clients speak one version only.
	 */
	private static final Set<String> HTTP_1_1 = Set.of("org.springframework.http.client.SimpleClientHttpRequestFactory",
			"org.springframework.http.client.HttpComponentsClientHttpRequestFactory");

	private final HttpClientTracing tracing;

	private final @Nullable String protocolVersion;

	TracedRequestFactory(ClientHttpRequestFactory delegate, HttpClientTracing tracing) {
		super(delegate);
		this.tracing = tracing;
		this.protocolVersion = HTTP_1_1.contains(delegate.getClass().getName()) ? "1.1" : null;
	}

	/**
	 * Return whether the requests of a factory are recorded already, by it or by one that
	 * it wraps.
	 * @param factory the factory
	 * @return whether nothing is left to do
	 */
	static boolean isIn(ClientHttpRequestFactory factory) {
		ClientHttpRequestFactory candidate = factory;
		while (candidate instanceof AbstractClientHttpRequestFactoryWrapper wrapper) {
			if (wrapper instanceof TracedRequestFactory) {
				return true;
			}
			candidate = wrapper.getDelegate();
		}
		return SameTypeRequestFactory.isTraced(candidate);
	}

	@Override
	protected ClientHttpRequest createRequest(URI uri, HttpMethod method, ClientHttpRequestFactory delegate)
			throws IOException {
		ClientHttpRequest request = delegate.createRequest(uri, method);
		if (request == null || request instanceof TracedRequest) {
			return request;
		}
		TracedRequest traced = TracedRequest.of(request, uri, method, this);
		RequestLinks.created(traced);
		return traced;
	}

	@Nullable HttpClientTelemetry telemetry() {
		return this.tracing.telemetry();
	}

	@Nullable String protocolVersion() {
		return this.protocolVersion;
	}

}
