// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.net.URI;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * One request that is about to go out, and what its span is made of.
 */
public interface Attempt {

	/**
	 * Return where the request goes.
	 * @return the expanded URI
	 */
	URI uri();

	/**
	 * Return the method of the request.
	 * @return the method
	 */
	HttpMethod method();

	/**
	 * Return the headers as they are sent, those of the trace included once they are
	 * there.
	 * @return the headers
	 */
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

	/**
	 * Take over the context in which the server goes on.
	 * @param context the context that the headers are to carry
	 * @param headers what writes the headers
	 */
	void propagate(Context context, TraceHeaders headers);

	/**
	 * Return the type of the exception that the application sees.
	 * @param failure what sending the request ended with
	 * @return the type of the failure, or of what the client makes of it
	 */
	Class<? extends Throwable> typeSeen(Throwable failure);

}
