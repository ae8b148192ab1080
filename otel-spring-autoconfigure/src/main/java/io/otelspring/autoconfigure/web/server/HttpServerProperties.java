// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.otelspring.autoconfigure.web.HeaderNames;

/**
 * Settings of the HTTP server's instrumentation.
 *
 * @param excludePaths Path patterns of requests that are not recorded, relative to the
 * context path. Nothing that such a request calls is recorded either. The paths of the
 * Actuator are always among them.
 * @param captureRequestHeaders Names of request headers that are recorded.
 * @param captureResponseHeaders Names of response headers that are recorded.
 * @param traceResponse Whether responses carry the id of their trace in a traceresponse
 * header.
 * @param replaceObservation Whether our measurement takes the place of Spring Boot's HTTP
 * observation, and feeds its meter.
 */
@ConfigurationProperties("otel.instrumentation.http.server")
public record HttpServerProperties(@DefaultValue List<String> excludePaths,
		@DefaultValue List<String> captureRequestHeaders, @DefaultValue List<String> captureResponseHeaders,
		@DefaultValue("false") boolean traceResponse, @DefaultValue("false") boolean replaceObservation) {
	/**
	 * Create the settings.
	 * @param excludePaths the paths
	 * @param captureRequestHeaders the names
	 * @param captureResponseHeaders the names
	 * @param traceResponse whether the id is sent
	 * @param replaceObservation whether ours takes the place
	 */
	public HttpServerProperties {
		HeaderNames.checked("otel.instrumentation.http.server.capture-request-headers", captureRequestHeaders);
		HeaderNames.checked("otel.instrumentation.http.server.capture-response-headers", captureResponseHeaders);
	}

}
