// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A path pattern that is literal, has wildcards within segments, or ends with everything
 * below. It is compared with a path character by character, without making anything.
 */
final class SegmentedPath {

	private static final String ANY = "*";

	private static final String ANY_VARIABLE = "?*";

	private final String prefix;

	private final Segment[] segments;

	private final boolean below;

	private SegmentedPath(String prefix, List<String> segments, boolean below) {
		this.prefix = prefix;
		this.segments = new Segment[segments.size()];
		for (int i = 0; i < this.segments.length; i++) {
			this.segments[i] = Segment.of(segments.get(i), i == this.segments.length - 1 && !below);
		}
		this.below = below;
	}

	/**
	 * Read a pattern.
	 * @param pattern a path pattern that begins with a slash
	 * @return the pattern, or {@code null} if it is more than can be compared here
	 */
	static @Nullable SegmentedPath parse(String pattern) {
		String rest = pattern;
		boolean below = false;
		int last = pattern.lastIndexOf('/');
		String end = pattern.substring(last + 1);
		if (end.equals("**") || (end.startsWith("{*") && end.endsWith("}"))) {
			below = true;
			rest = pattern.substring(0, last);
		}
		StringBuilder prefix = new StringBuilder();
		List<String> segments = new ArrayList<>();
		for (String segment : (rest.length() < 2) ? new String[0] : rest.substring(1).split("/", -1)) {
			String simple = simplify(segment);
			if (simple == null) {
				return null;
			}
			if (segments.isEmpty() && !hasWildcard(simple)) {
				prefix.append('/').append(simple);
			}
			else {
				segments.add(simple);
			}
		}
		return new SegmentedPath(rest.equals("/") ? rest : prefix.toString(), segments, below);
	}

	private static @Nullable String simplify(String segment) {
		StringBuilder simple = new StringBuilder();
		for (int i = 0; i < segment.length(); i++) {
			char c = segment.charAt(i);
			if (c == '{') {
				int close = segment.indexOf('}', i);
				String name = (close != -1) ? segment.substring(i + 1, close) : "";
				if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
					return null;
				}
				simple.append('*');
				i = close;
			}
			else if (c == '}' || c == '\\' || c == '%' || c == ';' || Character.isSurrogate(c)) {
				return null;
			}
			else {
				simple.append(c);
			}
		}
		String result = simple.toString();
		if (result.equals(ANY) && segment.startsWith("{")) {
			return ANY_VARIABLE;
		}
		return (result.isEmpty() || result.contains("**")) ? null : result;
	}

	static boolean hasWildcard(String text) {
		for (int i = 0; i < text.length(); i++) {
			if ("*?{".indexOf(text.charAt(i)) != -1) {
				return true;
			}
		}
		return false;
	}

	String prefix() {
		return this.prefix;
	}

	boolean matches(String path) {
		return path.startsWith(this.prefix) && matchesAfterPrefix(path);
	}

	/**
	 * Return whether a path matches that is known to begin with the literal beginning.
	 * @param path the path
	 * @return whether it matches
	 */
	boolean matchesAfterPrefix(String path) {
		int at = this.prefix.length();
		int length = path.length();
		for (Segment segment : this.segments) {
			if (at >= length || path.charAt(at) != '/') {
				return false;
			}
			int end = path.indexOf('/', at + 1);
			end = (end != -1) ? end : length;
			if (!segment.matches(path, at + 1, end)) {
				return false;
			}
			at = end;
		}
		return at == length || (this.below && path.charAt(at) == '/');
	}

	/**
	 * What stands between two slashes.
	 *
	 * @param text the pattern
	 * @param any whether it matches anything that is not empty
	 * @param empty whether it matches nothing too, as an asterisk at the end does in
	 * Spring
	 * @param literal whether it has no wildcard
	 */
	private record Segment(String text, boolean any, boolean empty, boolean literal) {

		static Segment of(String text, boolean last) {
			return new Segment(text, text.equals(ANY) || text.equals(ANY_VARIABLE), last && text.equals(ANY),
					!hasWildcard(text));
		}

		boolean matches(String path, int start, int end) {
			if (start == end) {
				return this.empty;
			}
			if (this.any) {
				return true;
			}
			if (this.literal) {
				return end - start == this.text.length() && path.startsWith(this.text, start);
			}
			return WildcardText.matches(this.text, path, start, end, true);
		}

	}

}
