// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is recorded of outgoing HTTP calls and sent with them.
 *
 * @param captureRequestHeaders names of request headers that become span attributes
 * @param captureResponseHeaders names of response headers that become span attributes
 * @param propagateTo patterns of host names that receive trace headers
 */
@ConfigurationProperties("otel.instrumentation.http.client")
record HttpClientProperties(@DefaultValue List<String> captureRequestHeaders,
		@DefaultValue List<String> captureResponseHeaders, @DefaultValue("*") List<String> propagateTo) {
}
