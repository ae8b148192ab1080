// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.otelspring.autoconfigure.HostPatterns;
import io.otelspring.autoconfigure.web.HeaderNames;

/**
 * What is recorded of outgoing HTTP calls and sent with them.
 *
 * @param captureRequestHeaders Names of request headers that are recorded.
 * @param captureResponseHeaders Names of response headers that are recorded.
 * @param propagateTo Patterns of hosts, with or without a port, that receive trace
 * headers, by HTTP and by gRPC. An asterisk stands for any characters.
 * @param replaceObservation Whether our measurement takes the place of Spring Boot's HTTP
 * observation, and feeds its meter.
 */
@ConfigurationProperties("otel.instrumentation.http.client")
record HttpClientProperties(@DefaultValue List<String> captureRequestHeaders,
		@DefaultValue List<String> captureResponseHeaders, @DefaultValue("*") List<String> propagateTo,
		@DefaultValue("false") boolean replaceObservation) {

	HttpClientProperties {
		HeaderNames.checked("otel.instrumentation.http.client.capture-request-headers", captureRequestHeaders);
		HeaderNames.checked("otel.instrumentation.http.client.capture-response-headers", captureResponseHeaders);
		HostPatterns.of(propagateTo);
	}

}
