// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of HTTP servers and HTTP clients alike.
 *
 * @param knownMethods Request methods that are recorded by their name, in place of those
 * of the HTTP standards. Any other is recorded as _OTHER.
 */
@ConfigurationProperties("otel.instrumentation.http")
public record HttpProperties(@DefaultValue List<String> knownMethods) {

	private static final List<String> STANDARD = List.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST",
			"PUT", "QUERY", "TRACE");

	/**
	 * Create the settings.
	 * @param knownMethods the methods, or none for those of the standards
	 */
	public HttpProperties {
		knownMethods = knownMethods.isEmpty() ? STANDARD : List.copyOf(knownMethods);
	}

}
