// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The literal beginnings of path patterns as a tree, so that one walk along a path tells
 * which of up to 64 patterns can match it.
 */
final class PathPrefixes {

	private static final PathPrefixes[] NONE = {};

	private final String label;

	private final long patterns;

	private PathPrefixes[] next = NONE;

	private PathPrefixes(String label, long patterns) {
		this.label = label;
		this.patterns = patterns;
	}

	/**
	 * Make the tree.
	 * @param prefixes the literal beginning of each pattern, {@code null} for those that
	 * are left out
	 * @return the tree
	 */
	static PathPrefixes of(@Nullable String[] prefixes) {
		List<Integer> numbers = new ArrayList<>();
		String[] present = new String[prefixes.length];
		for (int i = 0; i < prefixes.length; i++) {
			String prefix = prefixes[i];
			present[i] = (prefix != null) ? prefix : "";
			if (prefix != null) {
				numbers.add(i);
			}
		}
		return of(present, numbers, 0);
	}

	private static PathPrefixes of(String[] prefixes, List<Integer> numbers, int from) {
		int to = numbers.isEmpty() ? from : common(prefixes, numbers, from);
		long patterns = 0;
		List<Integer> longer = new ArrayList<>();
		for (int number : numbers) {
			if (prefixes[number].length() == to) {
				patterns |= 1L << number;
			}
			else {
				longer.add(number);
			}
		}
		PathPrefixes node = new PathPrefixes(numbers.isEmpty() ? "" : prefixes[numbers.get(0)].substring(from, to),
				patterns);
		List<PathPrefixes> next = new ArrayList<>();
		while (!longer.isEmpty()) {
			char first = prefixes[longer.get(0)].charAt(to);
			List<Integer> alike = longer.stream().filter((number) -> prefixes[number].charAt(to) == first).toList();
			next.add(of(prefixes, alike, to));
			longer.removeAll(alike);
		}
		node.next = next.toArray(NONE);
		return node;
	}

	private static int common(String[] prefixes, List<Integer> numbers, int from) {
		String first = prefixes[numbers.get(0)];
		int to = from;
		while (to < first.length()) {
			for (int number : numbers) {
				String other = prefixes[number];
				if (to >= other.length() || other.charAt(to) != first.charAt(to)) {
					return to;
				}
			}
			to++;
		}
		return to;
	}

	/**
	 * Find the patterns that begin as a path does.
	 * @param path the path
	 * @return a bit for each of them
	 */
	long find(String path) {
		long found = 0;
		int at = 0;
		PathPrefixes node = this;
		while (path.startsWith(node.label, at)) {
			found |= node.patterns;
			at += node.label.length();
			PathPrefixes following = (at < path.length()) ? node.following(path.charAt(at)) : null;
			if (following == null) {
				return found;
			}
			node = following;
		}
		return found;
	}

	private @Nullable PathPrefixes following(char character) {
		for (PathPrefixes candidate : this.next) {
			if (candidate.label.charAt(0) == character) {
				return candidate;
			}
		}
		return null;
	}

}
