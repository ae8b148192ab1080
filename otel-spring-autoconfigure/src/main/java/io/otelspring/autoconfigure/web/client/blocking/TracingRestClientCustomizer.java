// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;

/**
 * Traces builders that somebody has Boot's customizers applied to, after all the others.
 */
final class TracingRestClientCustomizer implements RestClientCustomizer, Ordered {

	private final HttpClientTracing tracing;

	TracingRestClientCustomizer(HttpClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public void customize(RestClient.Builder restClientBuilder) {
		this.tracing.traceInPlace(restClientBuilder);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
