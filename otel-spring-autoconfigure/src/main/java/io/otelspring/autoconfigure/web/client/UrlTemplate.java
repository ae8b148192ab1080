// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The path of a URI template and the span names that begin with a method and end with it.
 */
final class UrlTemplate {

	private final String path;

	private final Map<String, String> spanNames = new ConcurrentHashMap<>(4);

	UrlTemplate(String path) {
		this.path = path;
	}

	String path() {
		return this.path;
	}

	/**
	 * Return the name of a span.
	 * @param method one of the known methods, of which there are few
	 * @return such as {@code GET /orders/{id}}
	 */
	String spanName(String method) {
		String name = this.spanNames.get(method);
		if (name == null) {
			name = method + ' ' + this.path;
			this.spanNames.put(method, name);
		}
		return name;
	}

	/**
	 * Return the path of a URI template, variables unexpanded, without what comes before
	 * and after it. A template that begins with a variable is taken to have its base
	 * there.
	 * @param template such as {@code https://shop.example/orders/{id}?expand={expand}}
	 * @return such as {@code /orders/{id}}
	 */
	static String pathOf(String template) {
		int start = pathStart(template);
		int end = pathEnd(template, start);
		if (start == end) {
			return "/";
		}
		String path = template.substring(start, end);
		return (path.charAt(0) == '/') ? path : '/' + path;
	}

	/**
	 * Return a URI template without scheme and authority, as Spring's observations name
	 * it.
	 * @param template such as {@code https://shop.example/orders/{id}?expand={expand}}
	 * @return such as {@code /orders/{id}?expand={expand}}
	 */
	static String withoutAuthority(String template) {
		int start = 0;
		if (template.startsWith("http://") || template.startsWith("https://")) {
			int slash = template.indexOf('/', template.indexOf("//") + 2);
			start = (slash != -1) ? slash : template.length();
		}
		String rest = template.substring(start);
		return rest.startsWith("/") ? rest : '/' + rest;
	}

	private static int pathStart(String template) {
		int end = pathEnd(template, 0);
		int authority = template.indexOf("//");
		if (authority == 0 || (authority > 0 && authority < end && template.charAt(authority - 1) == ':')) {
			return slashOrEnd(template, authority + 2, end);
		}
		if (!template.isEmpty() && template.charAt(0) == '{') {
			int close = closingBrace(template, 0);
			if (close + 1 >= end || template.charAt(close + 1) == '/' || template.charAt(close + 1) == ':') {
				return slashOrEnd(template, close + 1, end);
			}
		}
		return 0;
	}

	private static int slashOrEnd(String template, int from, int end) {
		int i = from;
		while (i < end && template.charAt(i) != '/') {
			i = (template.charAt(i) == '{') ? closingBrace(template, i) + 1 : i + 1;
		}
		return Math.min(i, end);
	}

	private static int pathEnd(String template, int from) {
		int i = from;
		while (i < template.length()) {
			char c = template.charAt(i);
			if (c == '?' || c == '#') {
				return i;
			}
			i = (c == '{') ? closingBrace(template, i) + 1 : i + 1;
		}
		return template.length();
	}

	// Find the end of a variable, which may hold a regular expression with braces of its
	// own.
	private static int closingBrace(String template, int open) {
		int depth = 0;
		for (int i = open; i < template.length(); i++) {
			char c = template.charAt(i);
			if (c == '{') {
				depth++;
			}
			else if (c == '}' && --depth == 0) {
				return i;
			}
		}
		return template.length() - 1;
	}

}
