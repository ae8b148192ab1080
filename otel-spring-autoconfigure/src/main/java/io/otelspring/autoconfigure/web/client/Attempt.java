// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.io.IOException;
import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;

/**
 * One request that is about to go out: what its span is made of, and how to send it.
 */
interface Attempt {

	URI uri();

	HttpMethod method();

	HttpHeaders headers();

	/**
	 * Return the template that the URI was expanded from.
	 * @return the template, or {@code null} where it is not known
	 */
	@Nullable String uriTemplate();

	/**
	 * Count this attempt and return how many came before it for the same call.
	 * @return zero for the first attempt
	 */
	int resendCount();

	/**
	 * Return the version of HTTP that the client speaks.
	 * @return the version, or {@code null} where the client negotiates it
	 */
	@Nullable String protocolVersion();

	ClientHttpResponse send() throws IOException;

}
