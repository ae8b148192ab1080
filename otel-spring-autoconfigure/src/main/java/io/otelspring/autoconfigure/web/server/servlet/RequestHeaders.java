// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a servlet request for a propagator.
 */
final class RequestHeaders implements TextMapGetter<HttpServletRequest> {

	static final RequestHeaders INSTANCE = new RequestHeaders();

	private RequestHeaders() {
	}

	@Override
	public Iterable<String> keys(HttpServletRequest request) {
		Enumeration<String> names = request.getHeaderNames();
		return (names != null) ? Collections.list(names) : List.of();
	}

	@Override
	public @Nullable String get(@Nullable HttpServletRequest request, String name) {
		return (request != null) ? request.getHeader(name) : null;
	}

	@Override
	public Iterator<String> getAll(@Nullable HttpServletRequest request, String name) {
		Enumeration<String> values = (request != null) ? request.getHeaders(name) : null;
		return (values != null && values.hasMoreElements()) ? values.asIterator() : Collections.emptyIterator();
	}

}
