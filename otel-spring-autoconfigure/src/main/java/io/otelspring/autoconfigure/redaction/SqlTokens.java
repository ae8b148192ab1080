// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

/**
 * Tells where the tokens of an SQL text end, in doubt at the end of the text.
 */
final class SqlTokens {

	private SqlTokens() {
	}

	/**
	 * Return where a string or a quoted name ends.
	 * @param sql the text
	 * @param position where it begins, with the quote
	 * @param quote what it ends with, unless that is doubled
	 * @param quoting how the database writes strings and names
	 * @param backslashEscapes whether a backslash takes the next character's meaning
	 * @return the position after it
	 */
	static int endOfString(String sql, int position, char quote, SqlQuoting quoting, boolean backslashEscapes) {
		int index = position + 1;
		while (index < sql.length()) {
			char c = sql.charAt(index);
			if (c == '\\' && backslashEscapes) {
				index += 2;
			}
			else if (c == '\\' && quoting == SqlQuoting.UNKNOWN && index + 1 < sql.length()
					&& sql.charAt(index + 1) == quote) {
				return sql.length();
			}
			else if (c != quote) {
				index++;
			}
			else if (index + 1 < sql.length() && sql.charAt(index + 1) == quote) {
				index += 2;
			}
			else {
				return index + 1;
			}
		}
		return sql.length();
	}

	static int endOfLine(String sql, int position) {
		int end = sql.indexOf('\n', position);
		return (end >= 0) ? end : sql.length();
	}

	// Some databases let comments contain comments and others do not: where they do, the
	// rest of the outer one must not be taken for SQL.
	static int endOfBlock(String sql, int position) {
		int depth = 0;
		int index = position;
		while (index < sql.length()) {
			if (sql.startsWith("/*", index)) {
				depth++;
				index += 2;
			}
			else if (sql.startsWith("*/", index)) {
				index += 2;
				if (--depth == 0) {
					return index;
				}
			}
			else {
				index++;
			}
		}
		return sql.length();
	}

	/**
	 * Return where the tag of a dollar-quoted string ends.
	 * @param sql the text
	 * @param position where the tag begins
	 * @return the position after it, or -1 if this is none
	 */
	static int endOfTag(String sql, int position) {
		int index = position + 1;
		if (index < sql.length() && isDigit(sql.charAt(index))) {
			return -1;
		}
		while (index < sql.length() && isWordPart(sql.charAt(index)) && sql.charAt(index) != '$') {
			index++;
		}
		return (index < sql.length() && sql.charAt(index) == '$') ? index + 1 : -1;
	}

	static int endOfNumber(String sql, int position) {
		int index = position;
		while (index < sql.length() && isNumberPart(sql, position, index)) {
			index++;
		}
		return index;
	}

	private static boolean isNumberPart(String sql, int position, int index) {
		char c = sql.charAt(index);
		if (c == '+' || c == '-') {
			char before = sql.charAt(index - 1);
			boolean hexadecimal = sql.startsWith("0x", position) || sql.startsWith("0X", position);
			return index > position && (before == 'e' || before == 'E') && !hexadecimal && index + 1 < sql.length()
					&& isDigit(sql.charAt(index + 1));
		}
		return c == '.' || isWordPart(c);
	}

	static int endOfWord(String sql, int position) {
		int end = position + 1;
		while (end < sql.length() && isWordPart(sql.charAt(end))) {
			end++;
		}
		return end;
	}

	// Oracle's <code>q'[it's]'</code>.
	static int endOfChosenQuotes(String sql, int quote) {
		char open = sql.charAt(quote + 1);
		char close = switch (open) {
			case '[' -> ']';
			case '{' -> '}';
			case '(' -> ')';
			case '<' -> '>';
			default -> open;
		};
		int end = sql.indexOf(close + "'", quote + 2);
		return (end >= 0) ? end + 2 : sql.length();
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	// Names of parameters and of temporary tables begin with a sign.
	static boolean isSign(char c) {
		return c == '@' || c == ':' || c == '#';
	}

	static boolean isNameStart(char c) {
		return c == '_' || Character.isLetter(c);
	}

	static boolean isWordPart(char c) {
		return c == '_' || c == '$' || Character.isLetterOrDigit(c);
	}

}
