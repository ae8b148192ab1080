// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

import io.otelspring.autoconfigure.web.server.HttpRoute;
import io.otelspring.autoconfigure.web.server.HttpRoutes;

/**
 * Reads the route from what Spring MVC left in the request when it matched it.
 */
final class ServletRoutes {

	private static final String EVERYTHING = "/**";

	private ServletRoutes() {
	}

	static @Nullable HttpRoute routeOf(HttpServletRequest request, String method, HttpRoutes routes) {
		if (!(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern)) {
			return null;
		}
		if (EVERYTHING.equals(pattern) && request
			.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceHttpRequestHandler) {
			// Static resources take whatever nothing else took, also what does not exist.
			return null;
		}
		String servletPath = ServletRequestPathUtils.getServletPathPrefix(request);
		// Not the request's context path: a proxy's header may be part of that.
		return routes.route(method, request.getServletContext().getContextPath(),
				(servletPath != null) ? servletPath : "", pattern);
	}

}
