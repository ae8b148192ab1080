// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.util.pattern.PathPattern;

import io.otelspring.autoconfigure.web.server.HttpRoute;
import io.otelspring.autoconfigure.web.server.HttpRoutes;

/**
 * Reads the route from what WebFlux left in the exchange when it matched the request.
 */
final class ReactiveRoutes {

	private static final String EVERYTHING = "/**";

	private ReactiveRoutes() {
	}

	static @Nullable HttpRoute routeOf(Map<String, Object> attributes, String method, String contextPath,
			HttpRoutes routes) {
		Object match = attributes.get(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
		String pattern = (match instanceof PathPattern known) ? known.getPatternString() : null;
		if (pattern == null) {
			return null;
		}
		if (EVERYTHING.equals(pattern)
				&& attributes.get(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceWebHandler) {
			// Static resources take whatever nothing else took, also what does not exist.
			return null;
		}
		return routes.route(method, contextPath, "", pattern);
	}

}
