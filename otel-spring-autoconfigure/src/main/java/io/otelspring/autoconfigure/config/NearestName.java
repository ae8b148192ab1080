// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that somebody is likely to have meant.
 */
final class NearestName {

	private static final int LEAST_DISTANCE = 2;

	private static final int LETTERS_FOR_A_MISTAKE = 6;

	private NearestName() {
	}

	/**
	 * Find a name.
	 * @param written what somebody wrote
	 * @param names the names that exist
	 * @return the one that was meant, or {@code null} if none is near
	 */
	static @Nullable String of(String written, Collection<String> names) {
		String end = byEnd(written, names);
		if (end != null) {
			return end;
		}
		String squeezed = squeeze(written);
		String nearest = null;
		int least = Math.max(LEAST_DISTANCE, written.length() / LETTERS_FOR_A_MISTAKE) + 1;
		for (String name : names) {
			String other = squeeze(name);
			if (other.equals(squeezed)) {
				return name;
			}
			if (Math.abs(other.length() - squeezed.length()) < least) {
				int distance = distance(squeezed, other);
				if (distance < least && distance < other.length() / 2) {
					least = distance;
					nearest = name;
				}
			}
		}
		return (nearest != null) ? nearest : byWords(written, names);
	}

	/**
	 * Find the longest name that the written one ends with, which stands at a wrong
	 * place.
	 */
	private static @Nullable String byEnd(String written, Collection<String> names) {
		String longest = null;
		for (String name : names) {
			int first = name.indexOf('.');
			if (first > 0 && name.indexOf('.', first + 1) > 0 && written.endsWith(name.substring(first))
					&& (longest == null || name.length() > longest.length())) {
				longest = name;
			}
		}
		return longest;
	}

	/**
	 * Find the shortest name that has all words of the written one, or the longest whose
	 * words are all in it: what was meant by somebody who left a level out, or put one
	 * in.
	 */
	private static @Nullable String byWords(String written, Collection<String> names) {
		List<String> words = words(written);
		if (words.size() < 2) {
			return null;
		}
		String nearest = null;
		int best = Integer.MAX_VALUE;
		for (String name : names) {
			List<String> others = words(name);
			boolean more = contains(others, words);
			if (more || (others.size() > 2 && contains(words, others))) {
				int difference = Math.abs(others.size() - words.size()) + (more ? 0 : 1);
				if (difference < best && difference <= 2) {
					best = difference;
					nearest = name;
				}
			}
		}
		return nearest;
	}

	private static List<String> words(String name) {
		return Arrays.asList(name.toLowerCase(Locale.ROOT).split("[._-]"));
	}

	private static boolean contains(List<String> words, List<String> inOrder) {
		Iterator<String> remaining = words.iterator();
		for (String wanted : inOrder) {
			boolean found = false;
			while (!found && remaining.hasNext()) {
				found = remaining.next().equals(wanted);
			}
			if (!found) {
				return false;
			}
		}
		return true;
	}

	static String squeeze(String name) {
		StringBuilder squeezed = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			if (Character.isLetterOrDigit(character)) {
				squeezed.append(Character.toLowerCase(character));
			}
		}
		return squeezed.toString();
	}

	/**
	 * Count the letters to put in, leave out, change, or swap with the next one.
	 */
	private static int distance(String one, String other) {
		int[][] distances = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				if (i == 0 || j == 0) {
					distances[i][j] = i + j;
					continue;
				}
				int changed = (one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0;
				int least = Math.min(Math.min(distances[i - 1][j] + 1, distances[i][j - 1] + 1),
						distances[i - 1][j - 1] + changed);
				if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
						&& one.charAt(i - 2) == other.charAt(j - 1)) {
					least = Math.min(least, distances[i - 2][j - 2] + 1);
				}
				distances[i][j] = least;
			}
		}
		return distances[one.length()][other.length()];
	}

}
