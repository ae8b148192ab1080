// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

/**
 * Spaces and tabs, which mean nothing at the ends of a header or a list member.
 */
final class OptionalWhitespace {

	private OptionalWhitespace() {
	}

	static int skip(CharSequence text, int from, int to) {
		int start = from;
		while (start < to && isBlank(text.charAt(start))) {
			start++;
		}
		return start;
	}

	static int trim(CharSequence text, int from, int to) {
		int end = to;
		while (end > from && isBlank(text.charAt(end - 1))) {
			end--;
		}
		return end;
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t';
	}

}
