// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * The path of a request, as a condition. Most patterns are compared with most paths
 * without making anything; Spring's own patterns are asked about the others, such as a
 * regular expression or a path with encoded characters, and what they said is remembered.
 */
final class PathCondition {

	private static final int REMEMBERED = 1000;

	private static final boolean SPRING_WEB = ClassUtils
		.isPresent("org.springframework.web.util.pattern.PathPatternParser", PathCondition.class.getClassLoader());

	private final String text;

	private final @Nullable SegmentedPath segments;

	private final @Nullable BoundedCache<String, Boolean> others;

	private PathCondition(String text, @Nullable SegmentedPath segments, @Nullable Predicate<String> others) {
		this.text = text;
		this.segments = segments;
		this.others = (others != null) ? new BoundedCache<>(REMEMBERED, others::test) : null;
	}

	/**
	 * Read a pattern.
	 * @param pattern a path pattern as Spring has them
	 * @return the condition
	 * @throws IllegalArgumentException if it is not one
	 */
	static PathCondition parse(String pattern) {
		String full = pattern.startsWith("/") ? pattern : "/" + pattern;
		Predicate<String> spring = SPRING_WEB ? new SpringPathPattern(full) : null;
		SegmentedPath segments = SegmentedPath.parse(full);
		if (spring == null && segments == null) {
			throw new IllegalArgumentException("this pattern needs the library spring-web");
		}
		return new PathCondition(full, segments, spring);
	}

	/**
	 * Return whether a path can be compared as it is: nothing in it is encoded, it has no
	 * parameters and no empty segment.
	 * @param path a path
	 * @return whether it is plain
	 */
	static boolean isPlain(String path) {
		return path.startsWith("/") && path.indexOf('%') == -1 && path.indexOf(';') == -1 && !path.contains("//");
	}

	/**
	 * Return how every plain path begins that matches.
	 * @return the literal beginning, which can be empty
	 */
	String prefix() {
		return (this.segments != null) ? this.segments.prefix() : "";
	}

	/**
	 * Return whether a path matches.
	 * @param path the path, which begins with {@link #prefix()} if it is plain
	 * @param plain whether the path is plain
	 * @return whether it matches
	 */
	boolean matchesAfterPrefix(String path, boolean plain) {
		return (plain && this.segments != null) ? this.segments.matchesAfterPrefix(path) : matches(path, plain);
	}

	boolean matches(String path, boolean plain) {
		if (this.segments != null && (plain || this.others == null)) {
			return this.segments.matches(path);
		}
		return this.others != null && this.others.get(path);
	}

	/**
	 * Return whether every path that another condition matches is matched by this one, as
	 * far as that can be told.
	 * @param other the other condition
	 * @return whether it is certain
	 */
	boolean covers(PathCondition other) {
		if (this.text.equals(other.text)) {
			return true;
		}
		if (!this.text.endsWith("/**")) {
			return false;
		}
		String below = this.text.substring(0, this.text.length() - 3);
		return !SegmentedPath.hasWildcard(below) && (other.text.equals(below) || other.text.startsWith(below + "/"));
	}

	@Override
	public String toString() {
		return this.text;
	}

}
