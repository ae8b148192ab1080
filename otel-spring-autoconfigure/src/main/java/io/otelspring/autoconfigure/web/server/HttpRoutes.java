// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.web.HttpMethods;

/**
 * Remembers the routes that it made, so that a request makes no strings. It holds a fixed
 * number of them: one that needs the place of another takes it, and the other is made
 * again.
 */
public final class HttpRoutes {

	private static final int SIZE = 1024;

	// Entries are immutable, and one that another thread does not see is made again.
	private final @Nullable Entry[] entries = new @Nullable Entry[SIZE];

	/**
	 * Return the route of a request.
	 * @param method the method as it is recorded
	 * @param contextPath the path of the application, empty for the root
	 * @param servletPath the path prefix of the servlet within it, empty where there is
	 * none
	 * @param pattern the pattern that the framework matched
	 * @return the route
	 */
	public HttpRoute route(String method, String contextPath, String servletPath, String pattern) {
		int hash = 31 * (31 * (31 * pattern.hashCode() + method.hashCode()) + contextPath.hashCode())
				+ servletPath.hashCode();
		int index = (hash ^ (hash >>> 16)) & (SIZE - 1);
		Entry entry = this.entries[index];
		if (entry == null || !entry.isFor(method, contextPath, servletPath, pattern)) {
			entry = Entry.of(method, contextPath, servletPath, pattern);
			this.entries[index] = entry;
		}
		return entry.route;
	}

	private record Entry(String method, String contextPath, String servletPath, String pattern, HttpRoute route) {

		static Entry of(String method, String contextPath, String servletPath, String pattern) {
			String separator = (pattern.isEmpty() || pattern.startsWith("/")) ? "" : "/";
			String template = contextPath + servletPath + separator + pattern;
			template = template.isEmpty() ? "/" : template;
			return new Entry(method, contextPath, servletPath, pattern,
					new HttpRoute(pattern, template, HttpMethods.inSpanName(method) + " " + template));
		}

		boolean isFor(String method, String contextPath, String servletPath, String pattern) {
			return this.pattern.equals(pattern) && this.method.equals(method) && this.contextPath.equals(contextPath)
					&& this.servletPath.equals(servletPath);
		}

	}

}
