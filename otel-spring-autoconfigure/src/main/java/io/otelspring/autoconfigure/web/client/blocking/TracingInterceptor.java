// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.IOException;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;

/**
 * Records calls of a client whose request factory cannot be reached.
 */
final class TracingInterceptor implements ClientHttpRequestInterceptor {

	private final HttpClientTracing tracing;

	TracingInterceptor(HttpClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		HttpClientTelemetry telemetry = this.tracing.telemetry();
		if (telemetry == null || !RequestAttributes.claim(request.getAttributes())) {
			return execution.execute(request, body);
		}
		try {
			return new InterceptedAttempt(request, body, execution).send(telemetry);
		}
		finally {
			RequestAttributes.release(request.getAttributes());
		}
	}

	/**
	 * An attempt that goes on through the chain of interceptors.
	 */
	private record InterceptedAttempt(HttpRequest request, byte[] body,
			ClientHttpRequestExecution execution) implements BlockingAttempt {

		@Override
		public URI uri() {
			return this.request.getURI();
		}

		@Override
		public HttpMethod method() {
			return this.request.getMethod();
		}

		@Override
		public HttpHeaders headers() {
			return this.request.getHeaders();
		}

		@Override
		public @Nullable String uriTemplate() {
			return RequestAttributes.uriTemplate(this.request.getAttributes());
		}

		@Override
		public int resendCount() {
			return RequestAttributes.countAttempt(this.request.getAttributes());
		}

		@Override
		public @Nullable String protocolVersion() {
			return null;
		}

		@Override
		public ClientHttpResponse send() throws IOException {
			return this.execution.execute(this.request, this.body);
		}

	}

}
