// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequest;

/**
 * Links a traced request to the attributes of the request that the application deals
 * with, for where content is buffered: Spring copies the attributes to what interceptors
 * send, but not to what it buffers. Both requests are made on one thread, the traced one
 * just before the other is initialized, or afterwards by interceptors. A thread keeps no
 * attributes and no request alive.
 */
final class RequestLinks {

	private static final int CREATED = 0;

	private static final int OUTER_URI = 1;

	private static final int OUTER_ATTRIBUTES = 2;

	private static final ThreadLocal<@Nullable Object[]> LINKS = new ThreadLocal<>();

	private RequestLinks() {
	}

	/**
	 * Remember a traced request, and link it if interceptors are about to send it.
	 * @param request the request that was created
	 */
	static void created(TracedRequest request) {
		@Nullable Object[] links = links();
		links[CREATED] = request;
		if (links[OUTER_URI] == request.uri() && links[OUTER_ATTRIBUTES] instanceof WeakReference<?> reference) {
			@SuppressWarnings("unchecked")
			Map<String, Object> attributes = (Map<String, Object>) reference.get();
			request.outerAttributes(attributes);
		}
	}

	/**
	 * Link what the application deals with to the traced request that it hides, or will
	 * hide.
	 * @param request a request that is being initialized
	 */
	static void initializing(ClientHttpRequest request) {
		@Nullable Object[] links = links();
		Object created = links[CREATED];
		links[CREATED] = null;
		if (request instanceof TracedRequest) {
			return;
		}
		URI uri = request.getURI();
		if (created instanceof TracedRequest traced && traced.uri().equals(uri)) {
			traced.outerAttributes(request.getAttributes());
		}
		else {
			links[OUTER_URI] = uri;
			links[OUTER_ATTRIBUTES] = new WeakReference<>(request.getAttributes());
		}
	}

	static void executing() {
		links()[CREATED] = null;
	}

	private static @Nullable Object[] links() {
		@Nullable Object[] links = LINKS.get();
		if (links == null) {
			links = new Object[3];
			LINKS.set(links);
		}
		return links;
	}

}
