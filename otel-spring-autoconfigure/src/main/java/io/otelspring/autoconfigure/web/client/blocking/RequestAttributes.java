// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.web.client.RestClient;

/**
 * What travels in a request's attributes. Spring copies them from the request that an
 * interceptor sees to each request that it sends, so a retry finds them too.
 */
final class RequestAttributes {

	/**
	 * Where {@code RestClient} puts the template of the request's URI.
	 */
	private static final String REST_CLIENT_TEMPLATE = RestClient.class.getName() + ".uriTemplate";

	private static final String TEMPLATE = RequestAttributes.class.getName() + ".uriTemplate";

	private static final String ATTEMPTS = RequestAttributes.class.getName() + ".attempts";

	private static final String CLAIMED = RequestAttributes.class.getName() + ".claimed";

	private RequestAttributes() {
	}

	static @Nullable String uriTemplate(Map<String, Object> attributes) {
		Object template = attributes.get(REST_CLIENT_TEMPLATE);
		if (template == null) {
			template = attributes.get(TEMPLATE);
		}
		return (template instanceof String string) ? string : null;
	}

	static void uriTemplate(HttpRequest request, String template) {
		request.getAttributes().put(TEMPLATE, template);
	}

	/**
	 * Prepare a request that was just created: one that hides traced ones counts them.
	 * @param request the request that the application deals with
	 */
	static void prepare(ClientHttpRequest request) {
		RequestLinks.initializing(request);
		if (!(request instanceof TracedRequest)) {
			request.getAttributes().putIfAbsent(ATTEMPTS, new AtomicInteger());
		}
	}

	static boolean areCounted(Map<String, Object> attributes) {
		return attributes.containsKey(ATTEMPTS);
	}

	static int countAttempt(Map<String, Object> attributes) {
		return (attributes.get(ATTEMPTS) instanceof AtomicInteger attempts) ? attempts.getAndIncrement() : 0;
	}

	/**
	 * Mark a request as being recorded, so that nothing further inside records it again.
	 * @param attributes the attributes of the request
	 * @return whether it was not marked before
	 */
	static boolean claim(Map<String, Object> attributes) {
		return attributes.putIfAbsent(CLAIMED, Boolean.TRUE) == null;
	}

	static void release(Map<String, Object> attributes) {
		attributes.remove(CLAIMED);
	}

	static boolean isClaimed(Map<String, Object> attributes) {
		return attributes.containsKey(CLAIMED);
	}

}
