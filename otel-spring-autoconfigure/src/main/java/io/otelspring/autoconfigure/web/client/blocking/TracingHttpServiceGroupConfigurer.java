// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * Traces the clients of declared HTTP service groups. It has the lowest precedence, which
 * is the interface's default, so the others have set their request factories by then.
 */
final class TracingHttpServiceGroupConfigurer implements RestClientHttpServiceGroupConfigurer {

	private final HttpClientTracing tracing;

	TracingHttpServiceGroupConfigurer(HttpClientTracing tracing) {
		this.tracing = tracing;
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.forEachClient((group, builder) -> this.tracing.traceInPlace(builder));
	}

}
