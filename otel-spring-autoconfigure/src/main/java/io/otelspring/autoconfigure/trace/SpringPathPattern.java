// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.util.function.Predicate;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * A pattern of Spring's own.
 */
final class SpringPathPattern implements Predicate<String> {

	private final PathPattern pattern;

	SpringPathPattern(String pattern) {
		try {
			this.pattern = PathPatternParser.defaultInstance.parse(pattern);
		}
		catch (PatternParseException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	@Override
	public boolean test(String path) {
		try {
			return this.pattern.matches(PathContainer.parsePath(path));
		}
		catch (IllegalArgumentException ex) {
			// Such as an encoding that is none
			return false;
		}
	}

}
