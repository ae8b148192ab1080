// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * The paths of requests that are not recorded. Paths without variables, and those that
 * end with everything below them, are compared as strings; a path is taken apart only
 * where there are other patterns.
 */
public final class ExcludedPaths {

	private static final String EVERYTHING_BELOW = "/**";

	// The paths that are compared were decoded by the container.
	private static final PathContainer.Options DECODED = PathContainer.Options.create('/', false);

	private final Set<String> paths = new HashSet<>();

	private final String[] prefixes;

	private final PathPattern[] patterns;

	/**
	 * Read the patterns.
	 * @param patterns path patterns as the framework has them
	 * @throws IllegalArgumentException if one of them is not a path pattern
	 */
	public ExcludedPaths(Collection<String> patterns) {
		Set<String> prefixes = new HashSet<>();
		List<PathPattern> others = new ArrayList<>();
		for (String pattern : patterns) {
			if (!pattern.isBlank()) {
				add(PathPatternParser.defaultInstance.initFullPathPattern(pattern.trim()), prefixes, others);
			}
		}
		this.prefixes = prefixes.toArray(new String[0]);
		this.patterns = others.toArray(new PathPattern[0]);
	}

	private void add(String pattern, Set<String> prefixes, List<PathPattern> others) {
		String path = pattern.endsWith(EVERYTHING_BELOW)
				? pattern.substring(0, pattern.length() - EVERYTHING_BELOW.length()) : pattern;
		PathPattern parsed = parse(pattern);
		if (hasWildcard(path)) {
			others.add(parsed);
			return;
		}
		this.paths.add(path);
		if (path.length() < pattern.length()) {
			prefixes.add(path + "/");
		}
	}

	/**
	 * Return whether a request to the given path is excluded.
	 * @param path the decoded path, relative to the context path
	 * @return whether nothing is to be recorded
	 */
	public boolean contain(String path) {
		if (this.paths.contains(path)) {
			return true;
		}
		for (String prefix : this.prefixes) {
			if (path.startsWith(prefix)) {
				return true;
			}
		}
		if (this.patterns.length == 0) {
			return false;
		}
		PathContainer parsed = PathContainer.parsePath(path, DECODED);
		for (PathPattern pattern : this.patterns) {
			if (pattern.matches(parsed)) {
				return true;
			}
		}
		return false;
	}

	private static PathPattern parse(String pattern) {
		try {
			return PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException("'" + pattern + "' is not a path pattern: " + ex.toDetailedString(), ex);
		}
	}

	private static boolean hasWildcard(String path) {
		for (int i = 0; i < path.length(); i++) {
			if ("*?{}\\".indexOf(path.charAt(i)) != -1) {
				return true;
			}
		}
		return false;
	}

}
