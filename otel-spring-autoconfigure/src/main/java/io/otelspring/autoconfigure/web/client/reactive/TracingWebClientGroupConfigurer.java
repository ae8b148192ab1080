// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Traces the clients of declared HTTP service groups.
 */
final class TracingWebClientGroupConfigurer implements WebClientHttpServiceGroupConfigurer {

	private final WebClientTracing tracing;

	TracingWebClientGroupConfigurer(WebClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public void configureGroups(Groups<WebClient.Builder> groups) {
		groups.forEachClient((group, builder) -> this.tracing.trace(builder));
	}

}
