// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.lang.Contract;

/**
 * Masks what must not leave the process in a URL: the values of query parameters that
 * carry credentials, user information, and a session id in the path. A string that needs
 * no change is returned as it is.
 */
public final class UrlRedaction {

	/**
	 * What stands in the place of a masked value.
	 */
	public static final String MASK = "REDACTED";

	// The conventions want these compared with regard to case.
	private static final List<String> SIGNATURES = List.of("AWSAccessKeyId", "Signature", "sig", "X-Goog-Signature");

	// What may follow a URL in a text but not stand in it.
	private static final String URL_ENDS = "\"'<>`\\^{}|";

	private static final Pattern PASSWORD = Pattern.compile("(?i)([?&;](?:password|passwd|pwd)=)[^&;\\s)]+");

	private static final String SESSION_ID = ";jsessionid=";

	private final NamePatterns additional;

	/**
	 * Create the redaction.
	 * @param additionalParameters names and patterns of query parameters that are masked
	 * in addition to those of the conventions
	 */
	public UrlRedaction(Collection<String> additionalParameters) {
		this.additional = new NamePatterns(additionalParameters);
	}

	/**
	 * Mask the values of sensitive parameters in a query.
	 * @param query the query without its question mark
	 * @return the query to record
	 */
	@Contract("!null -> !null")
	public @Nullable String query(@Nullable String query) {
		if (query == null || query.isEmpty()) {
			return query;
		}
		StringBuilder masked = null;
		int copied = 0;
		int start = 0;
		while (start < query.length()) {
			int end = query.indexOf('&', start);
			end = (end != -1) ? end : query.length();
			int equals = query.indexOf('=', start);
			if (equals != -1 && equals < end && isSensitive(query, start, equals)) {
				masked = (masked != null) ? masked : new StringBuilder(query.length() + MASK.length());
				masked.append(query, copied, equals + 1).append(MASK);
				copied = end;
			}
			start = end + 1;
		}
		return (masked != null) ? masked.append(query, copied, query.length()).toString() : query;
	}

	/**
	 * Mask the session id that a servlet container may have put into a path.
	 * @param path the path as it was sent
	 * @return the path to record
	 */
	public String path(String path) {
		int semicolon = path.indexOf(';');
		while (semicolon != -1) {
			if (path.regionMatches(true, semicolon, SESSION_ID, 0, SESSION_ID.length())) {
				int value = semicolon + SESSION_ID.length();
				int end = value;
				while (end < path.length() && path.charAt(end) != ';' && path.charAt(end) != '/') {
					end++;
				}
				return path.substring(0, value) + MASK + path.substring(end);
			}
			semicolon = path.indexOf(';', semicolon + 1);
		}
		return path;
	}

	/**
	 * Mask user information, session id and sensitive parameters in an absolute URL, and
	 * leave its fragment out.
	 * @param url the URL
	 * @return the URL to record
	 */
	public String url(String url) {
		int fragment = url.indexOf('#');
		String bare = (fragment != -1) ? url.substring(0, fragment) : url;
		int question = bare.indexOf('?');
		String location = (question != -1) ? bare.substring(0, question) : bare;
		String masked = path(withoutUserInfo(location));
		if (question == -1) {
			return masked;
		}
		String query = bare.substring(question + 1);
		String maskedQuery = query(query);
		if (masked.equals(location) && maskedQuery.equals(query)) {
			return bare;
		}
		return masked + "?" + maskedQuery;
	}

	/**
	 * Mask credentials in the URLs that a text contains: user information, the listed
	 * parameters, and passwords in those of databases.
	 * @param text the text
	 * @return the text to record
	 */
	@Contract("!null -> !null")
	public @Nullable String inText(@Nullable String text) {
		if (text == null) {
			return null;
		}
		int scheme = text.indexOf("://");
		if (scheme == -1) {
			return text;
		}
		StringBuilder masked = new StringBuilder(text.length());
		int copied = 0;
		while (scheme != -1) {
			int end = endOfUrl(text, scheme);
			masked.append(text, copied, scheme).append(location(text.substring(scheme, end)));
			copied = end;
			scheme = text.indexOf("://", end);
		}
		masked.append(text, copied, text.length());
		return text.contentEquals(masked) ? text : masked.toString();
	}

	private static int endOfUrl(String text, int start) {
		int end = start + 3;
		while (end < text.length() && !Character.isWhitespace(text.charAt(end))
				&& URL_ENDS.indexOf(text.charAt(end)) == -1) {
			end++;
		}
		return end;
	}

	private String location(String url) {
		String bare = withoutUserInfo(url);
		int question = bare.indexOf('?');
		if (question != -1) {
			bare = bare.substring(0, question + 1) + query(bare.substring(question + 1));
		}
		return PASSWORD.matcher(bare).replaceAll("$1" + MASK);
	}

	private static String withoutUserInfo(String location) {
		int scheme = location.indexOf("://");
		if (scheme == -1) {
			return location;
		}
		int authority = scheme + 3;
		int slash = location.indexOf('/', authority);
		int at = location.lastIndexOf('@', (slash != -1) ? slash : location.length());
		if (at < authority) {
			return location;
		}
		int colon = location.indexOf(':', authority);
		String mask = (colon != -1 && colon < at) ? MASK + ":" + MASK : MASK;
		return location.substring(0, authority) + mask + location.substring(at);
	}

	private boolean isSensitive(String query, int start, int end) {
		if (this.additional.isEmpty() && !mayBeSignature(query, start, end)) {
			return false;
		}
		String name = query.substring(start, end);
		if (name.indexOf('%') != -1 || name.indexOf('+') != -1) {
			try {
				name = URLDecoder.decode(name, StandardCharsets.UTF_8);
			}
			catch (IllegalArgumentException ex) {
				// Not an encoding that anybody could read: compared as it stands.
			}
		}
		return SIGNATURES.contains(name) || this.additional.matches(name);
	}

	private static boolean mayBeSignature(String query, int start, int end) {
		for (int i = 0; i < SIGNATURES.size(); i++) {
			String signature = SIGNATURES.get(i);
			if (end - start == signature.length() && query.startsWith(signature, start)) {
				return true;
			}
		}
		for (int i = start; i < end; i++) {
			if (query.charAt(i) == '%') {
				return true;
			}
		}
		return false;
	}

}
