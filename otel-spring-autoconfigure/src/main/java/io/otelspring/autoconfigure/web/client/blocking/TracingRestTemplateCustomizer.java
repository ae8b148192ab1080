// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestTemplate;

/**
 * Traces what Boot's {@code RestTemplateBuilder} builds, after all other customizers.
 */
final class TracingRestTemplateCustomizer implements RestTemplateCustomizer, Ordered {

	private final HttpClientTracing tracing;

	TracingRestTemplateCustomizer(HttpClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public void customize(RestTemplate restTemplate) {
		this.tracing.trace(restTemplate);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
