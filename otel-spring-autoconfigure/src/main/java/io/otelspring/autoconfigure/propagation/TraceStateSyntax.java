// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

/**
 * The alphabet of keys and values in {@code tracestate}, as Level 2 has it.
 */
final class TraceStateSyntax {

	static final int MAX_MEMBERS = 32;

	private static final int MAX_LENGTH = 256;

	private TraceStateSyntax() {
	}

	/**
	 * Return where a key ends.
	 * @param text the text
	 * @param from where the key begins
	 * @param to where the text ends
	 * @return the index of the first character that is not part of it, or -1 if there is
	 * no key or it is too long
	 */
	static int endOfKey(String text, int from, int to) {
		if (from == to || !isLetterOrDigit(text.charAt(from))) {
			return -1;
		}
		int end = from + 1;
		while (end < to && isKeyCharacter(text.charAt(end))) {
			end++;
		}
		return (end - from <= MAX_LENGTH) ? end : -1;
	}

	static boolean isKey(String text) {
		return endOfKey(text, 0, text.length()) == text.length();
	}

	static boolean isValue(String text, int from, int to) {
		if (from == to || to - from > MAX_LENGTH || text.charAt(to - 1) == ' ') {
			return false;
		}
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			if (c < ' ' || c > '~' || c == ',' || c == '=') {
				return false;
			}
		}
		return true;
	}

	private static boolean isKeyCharacter(char c) {
		return isLetterOrDigit(c) || c == '_' || c == '-' || c == '*' || c == '/' || c == '@';
	}

	private static boolean isLetterOrDigit(char c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	}

}
