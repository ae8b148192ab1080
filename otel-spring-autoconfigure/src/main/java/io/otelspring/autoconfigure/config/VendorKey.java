// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What vendors let their keys begin with, so that one which is another's, or not for
 * telemetry, is known before it is sent anywhere.
 *
 * @param begins how it begins
 * @param backend the backend whose key it is
 * @param description what it is
 * @param wanted what the backend wants in its place, or {@code null} if this is it
 */
record VendorKey(Pattern begins, String backend, String description, @Nullable String wanted) {

	private static final List<VendorKey> ALL = List.of(
			key("glc_", "grafana-cloud", "a token of an access policy of Grafana Cloud", null),
			key("glsa_", "grafana-cloud", "a token of a service account of Grafana", "a token of an access policy"),
			key("NRAK-", "new-relic", "a user key of New Relic", "a license key"),
			key("hc[a-z]ik_", "honeycomb", "an ingest key of Honeycomb", null),
			key("hc[a-z]mk_", "honeycomb", "a management key of Honeycomb", "an ingest key"));

	private static VendorKey key(String begins, String backend, String description, @Nullable String wanted) {
		return new VendorKey(Pattern.compile(begins), backend, description, wanted);
	}

	/**
	 * Look at the key of a backend.
	 * @param backend the backend
	 * @param key its key
	 * @return what the key is that cannot be meant, or {@code null} if nothing is wrong
	 */
	static @Nullable VendorKey notFor(String backend, String key) {
		for (VendorKey known : ALL) {
			if ((!backend.equals(known.backend) || known.wanted != null) && known.begins.matcher(key).lookingAt()) {
				return known;
			}
		}
		return null;
	}

}
