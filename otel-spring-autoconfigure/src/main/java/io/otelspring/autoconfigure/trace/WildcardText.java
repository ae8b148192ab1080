// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

/**
 * A text in which an asterisk stands for any characters. It is compared without making
 * anything.
 */
final class WildcardText {

	private final String text;

	private final boolean plain;

	WildcardText(String text) {
		this.text = text;
		this.plain = text.indexOf('*') == -1;
	}

	boolean isPlain() {
		return this.plain;
	}

	boolean matches(String value) {
		return this.plain ? this.text.equals(value) : matches(this.text, value, 0, value.length(), false);
	}

	/**
	 * Return whether a part of a value matches a pattern.
	 * @param pattern the pattern, in which an asterisk stands for any characters
	 * @param value the value
	 * @param start where the part begins
	 * @param end where the part ends
	 * @param questionMark whether a question mark stands for one character
	 * @return whether it matches
	 */
	static boolean matches(String pattern, String value, int start, int end, boolean questionMark) {
		int at = start;
		int p = 0;
		int star = -1;
		int retry = start;
		while (at < end) {
			char wanted = (p < pattern.length()) ? pattern.charAt(p) : 0;
			if (p < pattern.length() && wanted == '*') {
				star = p++;
				retry = at;
			}
			else if (p < pattern.length() && (wanted == value.charAt(at) || questionMark && wanted == '?')) {
				p++;
				at++;
			}
			else if (star != -1) {
				p = star + 1;
				at = ++retry;
			}
			else {
				return false;
			}
		}
		while (p < pattern.length() && pattern.charAt(p) == '*') {
			p++;
		}
		return p == pattern.length();
	}

	@Override
	public String toString() {
		return this.text;
	}

}
