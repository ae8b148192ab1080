// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.springframework.util.PatternMatchUtils;

/**
 * Names, some of which contain asterisks, that others are matched against without regard
 * to case.
 */
final class NamePatterns {

	private final Set<String> names = new HashSet<>();

	private final String[] patterns;

	NamePatterns(Collection<String> namesAndPatterns) {
		Set<String> patterns = new HashSet<>();
		for (String entry : namesAndPatterns) {
			String name = entry.trim().toLowerCase(Locale.ROOT);
			if (!name.isEmpty()) {
				(name.contains("*") ? patterns : this.names).add(name);
			}
		}
		this.patterns = patterns.toArray(new String[0]);
	}

	boolean isEmpty() {
		return this.names.isEmpty() && this.patterns.length == 0;
	}

	boolean matches(String name) {
		String lowerCase = name.toLowerCase(Locale.ROOT);
		return this.names.contains(lowerCase) || PatternMatchUtils.simpleMatch(this.patterns, lowerCase);
	}

}
