// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Which redirects are followed: those that keep the method and stay on the host, or go
 * from {@code http} to {@code https} there. Any other would turn the batch into a
 * {@code GET}, or take it and its secrets to somebody whom nobody configured.
 */
final class Redirects {

	static final int MOST = 5;

	private static final int TEMPORARY = 307;

	private static final int PERMANENT = 308;

	private Redirects() {
	}

	/**
	 * Return where to send the batch instead.
	 * @param response an answer
	 * @return the address or {@code null} if none is to be followed
	 */
	static @Nullable HttpUrl target(Response response) {
		if (response.code() != TEMPORARY && response.code() != PERMANENT) {
			return null;
		}
		HttpUrl from = response.request().url();
		HttpUrl to = location(response);
		if (to == null || !to.host().equals(from.host())) {
			return null;
		}
		boolean same = to.scheme().equals(from.scheme()) && to.port() == from.port();
		return (same || (!from.isHttps() && to.isHttps())) ? to : null;
	}

	static String describe(Response response) {
		HttpUrl to = location(response);
		return (to != null)
				? "it redirects to " + to.scheme() + "://" + to.host() + ":" + to.port()
						+ ", which is not followed: configure that endpoint if it is right"
				: "it redirects, but does not say where to";
	}

	private static @Nullable HttpUrl location(Response response) {
		String location = response.header("Location");
		return (location != null) ? response.request().url().resolve(location) : null;
	}

}
