// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Reads the headers of a request for a propagator.
 */
final class RequestHeaders implements TextMapGetter<HttpHeaders> {

	static final RequestHeaders INSTANCE = new RequestHeaders();

	private RequestHeaders() {
	}

	@Override
	public Iterable<String> keys(HttpHeaders headers) {
		return headers.headerNames();
	}

	@Override
	public @Nullable String get(@Nullable HttpHeaders headers, String name) {
		return (headers != null) ? headers.getFirst(name) : null;
	}

	@Override
	public Iterator<String> getAll(@Nullable HttpHeaders headers, String name) {
		List<String> values = (headers != null) ? headers.get(name) : null;
		return (values != null) ? values.iterator() : Collections.emptyIterator();
	}

}
