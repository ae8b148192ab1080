// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.semconv.AttributeKeyTemplate;
import io.opentelemetry.semconv.HttpAttributes;

/**
 * A header that the application asked to record, and whether its values are masked. The
 * headers that carry credentials are masked whatever is configured.
 *
 * @param name the name in lower case
 * @param key the attribute that takes the values
 * @param masked whether the values are replaced
 */
public record CapturedHeader(String name, AttributeKey<List<String>> key, boolean masked) {

	private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie",
			"set-cookie", "set-cookie2", "x-api-key", "x-auth-token", "x-csrf-token", "x-xsrf-token",
			"x-amz-security-token", "x-goog-iap-jwt-assertion");

	/**
	 * Return the headers of requests that are to be recorded.
	 * @param names the names that were configured
	 * @param redaction what is to be masked
	 * @return the headers
	 */
	public static List<CapturedHeader> ofRequests(Collection<String> names, RedactionProperties redaction) {
		return of(names, redaction, HttpAttributes.HTTP_REQUEST_HEADER);
	}

	/**
	 * Return the headers of responses that are to be recorded.
	 * @param names the names that were configured
	 * @param redaction what is to be masked
	 * @return the headers
	 */
	public static List<CapturedHeader> ofResponses(Collection<String> names, RedactionProperties redaction) {
		return of(names, redaction, HttpAttributes.HTTP_RESPONSE_HEADER);
	}

	/**
	 * Return what is to be recorded of the header's values.
	 * @param values the values that were sent
	 * @return the values, or as many masks
	 */
	public List<String> toRecord(List<String> values) {
		return this.masked ? Collections.nCopies(values.size(), UrlRedaction.MASK) : values;
	}

	static boolean isCredential(String name) {
		return CREDENTIALS.contains(name);
	}

	private static List<CapturedHeader> of(Collection<String> names, RedactionProperties redaction,
			AttributeKeyTemplate<List<String>> template) {
		NamePatterns masked = new NamePatterns(redaction.headers());
		Set<String> distinct = new TreeSet<>();
		names.forEach((name) -> distinct.add(name.trim().toLowerCase(Locale.ROOT)));
		List<CapturedHeader> headers = new ArrayList<>(distinct.size());
		for (String name : distinct) {
			if (!name.isEmpty()) {
				headers.add(new CapturedHeader(name, template.getAttributeKey(name),
						isCredential(name) || masked.matches(name)));
			}
		}
		return List.copyOf(headers);
	}

}
