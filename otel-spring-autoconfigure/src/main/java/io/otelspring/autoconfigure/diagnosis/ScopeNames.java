// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The span names of one instrumentation scope, until they are too many.
 */
final class ScopeNames {

	private static final int MAX_OF_A_PATTERN = 50;

	private static final int MAX = 1000;

	private static final int SAMPLES = 3;

	private static final int LONGEST = 200;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final Map<String, List<String>> samples = new HashMap<>();

	private final Map<String, Integer> counts = new HashMap<>();

	private volatile @Nullable List<String> tooMany;

	/**
	 * Return whether there is nothing to remember about a name.
	 * @param name the name
	 * @return whether it has been seen, or there are too many anyway
	 */
	boolean isKnown(String name) {
		return this.tooMany != null || this.names.contains(name);
	}

	/**
	 * Remember a name.
	 * @param name the name
	 * @return whether there are too many with it
	 */
	boolean add(String name) {
		String shown = (name.length() <= LONGEST) ? name : name.substring(0, LONGEST);
		if (!this.names.add(shown)) {
			return false;
		}
		String pattern = pattern(shown);
		int count = this.counts.merge(pattern, 1, Integer::sum);
		List<String> samples = this.samples.computeIfAbsent(pattern, (key) -> new ArrayList<>(1));
		if (samples.size() < SAMPLES) {
			samples.add("'" + shown + "'");
		}
		if (!pattern.equals(shown) && count >= MAX_OF_A_PATTERN) {
			this.tooMany = List.copyOf(samples);
		}
		else if (this.names.size() >= MAX) {
			this.tooMany = this.names.stream().limit(SAMPLES).map((sample) -> "'" + sample + "'").toList();
		}
		return this.tooMany != null;
	}

	boolean areTooMany() {
		return this.tooMany != null;
	}

	List<String> samples() {
		List<String> samples = this.tooMany;
		return (samples != null) ? samples : List.of();
	}

	int size() {
		return this.names.size();
	}

	/**
	 * Forget the names, which need not be known any more.
	 */
	void forget() {
		this.names.clear();
		this.counts.clear();
		this.samples.clear();
	}

	/**
	 * Return a name without its values: a word that has a digit becomes {@code #}.
	 * @param name the name
	 * @return the pattern
	 */
	static String pattern(String name) {
		StringBuilder pattern = new StringBuilder(name.length());
		int start = 0;
		for (int i = 0; i <= name.length(); i++) {
			if (i == name.length() || !Character.isLetterOrDigit(name.charAt(i))) {
				boolean value = name.substring(start, i).chars().anyMatch(Character::isDigit);
				pattern.append(value ? "#" : name.substring(start, i));
				if (i < name.length()) {
					pattern.append(name.charAt(i));
				}
				start = i + 1;
			}
		}
		return pattern.toString();
	}

}
