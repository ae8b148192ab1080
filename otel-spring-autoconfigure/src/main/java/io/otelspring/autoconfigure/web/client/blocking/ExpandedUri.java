// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Carries the template of a URI from where {@code RestTemplate} expands it to where it
 * makes the request, which it does next and on the same thread. Only objects of the JDK
 * are left on the thread, so that no class loader is held by it.
 */
final class ExpandedUri {

	private static final ThreadLocal<@Nullable Object[]> LAST = new ThreadLocal<>();

	private ExpandedUri() {
	}

	static void remember(URI uri, String template) {
		@Nullable Object[] last = LAST.get();
		if (last == null) {
			last = new Object[2];
			LAST.set(last);
		}
		last[0] = uri;
		last[1] = template;
	}

	/**
	 * Take the template of a URI that was expanded on this thread just before.
	 * @param uri the very object that the expansion returned
	 * @return the template, or {@code null} where the URI comes from elsewhere
	 */
	static @Nullable String takeTemplate(URI uri) {
		@Nullable Object[] last = LAST.get();
		if (last == null || last[0] != uri) {
			return null;
		}
		String template = (String) last[1];
		last[0] = null;
		last[1] = null;
		return template;
	}

}
