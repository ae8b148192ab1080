// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

/**
 * Puts {@code ?} in place of each literal of an SQL text and leaves comments out. It goes
 * through the text once and knows nothing of its grammar, so that text that is no valid
 * SQL is masked too. In doubt it masks more: a string that does not end masks the rest.
 */
public final class SqlMasking {

	/**
	 * The most characters that are kept of a text.
	 */
	public static final int LIMIT = 8192;

	private static final char MASK = '?';

	private final String sql;

	private final SqlQuoting quoting;

	private final boolean escapeStrings;

	private final boolean hashComments;

	private final StringBuilder masked;

	private int position;

	private Password password = Password.NONE;

	private boolean changed;

	private SqlMasking(String sql, SqlQuoting quoting, boolean escapeStrings) {
		this.sql = sql;
		this.quoting = quoting;
		this.escapeStrings = escapeStrings;
		this.hashComments = this.quoting == SqlQuoting.MYSQL;
		this.masked = new StringBuilder(Math.min(sql.length(), LIMIT));
	}

	/**
	 * Mask a text.
	 * @param sql the text
	 * @param quoting how the database writes strings and names
	 * @param escapeStrings whether it has PostgreSQL's {@code E'it\'s'}
	 * @return the masked text, the very same object where nothing was to be masked
	 */
	public static String mask(String sql, SqlQuoting quoting, boolean escapeStrings) {
		SqlMasking masking = new SqlMasking(sql, quoting, escapeStrings);
		while (masking.position < sql.length() && masking.masked.length() < LIMIT) {
			masking.next(sql.charAt(masking.position));
		}
		if (masking.position >= sql.length() && !masking.changed) {
			return sql;
		}
		masking.masked.setLength(Math.min(masking.masked.length(), LIMIT));
		return masking.masked.toString();
	}

	private void next(char c) {
		if (c == '\'') {
			string(c, this.quoting.backslashEscapes() || isEscapeString());
		}
		else if (c == '"') {
			doubleQuotes();
		}
		else if (c == '`') {
			name('`');
		}
		else if (c == '[' && this.quoting == SqlQuoting.SQL_SERVER) {
			name(']');
		}
		else if (c == '-' && peek(1) == '-' || c == '#' && this.hashComments) {
			comment(SqlTokens.endOfLine(this.sql, this.position));
		}
		else if (c == '/' && peek(1) == '*') {
			comment(SqlTokens.endOfBlock(this.sql, this.position));
		}
		else if (c == '$' && isDollarQuote()) {
			dollarQuotes();
		}
		else if (SqlTokens.isDigit(c) || c == '.' && SqlTokens.isDigit(peek(1)) && !endsWithWordPart()) {
			mask(SqlTokens.endOfNumber(this.sql, this.position));
		}
		else if (SqlTokens.isWordPart(c) || SqlTokens.isSign(c) && SqlTokens.isNameStart(peek(1))) {
			word();
		}
		else if (c == '?') {
			parameter();
		}
		else {
			this.masked.append(c);
			this.position++;
		}
	}

	// A string that a word follows at once is one that ended where it should not have.
	private void string(char quote, boolean backslashEscapes) {
		int end = SqlTokens.endOfString(this.sql, this.position, quote, this.quoting, backslashEscapes);
		boolean torn = end < this.sql.length() && SqlTokens.isWordPart(this.sql.charAt(end));
		mask(torn ? this.sql.length() : end);
	}

	private void doubleQuotes() {
		if (this.quoting.doubleQuotesAreStrings() || this.password == Password.NEXT) {
			string('"', this.quoting.backslashEscapes());
		}
		else {
			name('"');
		}
	}

	// A name that does not end may be what follows a stray quote, hence a value.
	private void name(char quote) {
		int end = SqlTokens.endOfString(this.sql, this.position, quote, this.quoting, false);
		if (end == this.sql.length() && (this.sql.charAt(end - 1) != quote || end - 1 == this.position)) {
			mask(end);
			return;
		}
		this.masked.append(this.sql, this.position, end);
		this.position = end;
	}

	private void comment(int end) {
		if (!this.masked.isEmpty() && this.masked.charAt(this.masked.length() - 1) != ' ') {
			this.masked.append(' ');
		}
		this.position = end;
		this.changed = true;
	}

	private boolean isDollarQuote() {
		return !endsWithWordPart() && SqlTokens.endOfTag(this.sql, this.position) > 0;
	}

	private void dollarQuotes() {
		int end = SqlTokens.endOfTag(this.sql, this.position);
		String tag = this.sql.substring(this.position, end);
		int close = this.sql.indexOf(tag, end);
		mask((close >= 0) ? close + tag.length() : this.sql.length());
	}

	private void word() {
		int start = this.position;
		int end = SqlTokens.endOfWord(this.sql, start);
		if (isChosenQuote(start, end)) {
			mask(SqlTokens.endOfChosenQuotes(this.sql, end));
			return;
		}
		if (this.password == Password.NEXT && !isWord(start, end, "values") && !isWord(start, end, "password")) {
			mask(end);
			return;
		}
		this.masked.append(this.sql, start, end);
		this.position = end;
		if (isWord(start, end, "identified")) {
			this.password = Password.ANNOUNCED;
		}
		else if (this.password == Password.ANNOUNCED) {
			this.password = isWord(start, end, "by") ? Password.NEXT : Password.NONE;
		}
	}

	private boolean isWord(int start, int end, String word) {
		return end - start == word.length() && this.sql.regionMatches(true, start, word, 0, word.length());
	}

	private boolean isChosenQuote(int start, int end) {
		return this.quoting == SqlQuoting.ORACLE && (isWord(start, end, "q") || isWord(start, end, "nq"))
				&& end + 1 < this.sql.length() && this.sql.charAt(end) == '\'';
	}

	// PostgreSQL's <code>E'it\'s'</code>.
	private boolean isEscapeString() {
		int length = this.masked.length();
		if (!this.escapeStrings || length == 0 || this.position == 0) {
			return false;
		}
		char before = this.sql.charAt(this.position - 1);
		return (before == 'E' || before == 'e')
				&& (length < 2 || !SqlTokens.isWordPart(this.masked.charAt(length - 2)));
	}

	// A parameter may be written with its number.
	private void parameter() {
		this.masked.append('?');
		this.position++;
		while (SqlTokens.isDigit(peek(0))) {
			this.position++;
			this.changed = true;
		}
	}

	private void mask(int end) {
		this.masked.append(MASK);
		this.position = end;
		this.changed = true;
		this.password = Password.NONE;
	}

	private boolean endsWithWordPart() {
		return this.position > 0 && SqlTokens.isWordPart(this.sql.charAt(this.position - 1));
	}

	private char peek(int distance) {
		int index = this.position + distance;
		return (index < this.sql.length()) ? this.sql.charAt(index) : '\0';
	}

	/**
	 * Whether a password is coming up that need not be quoted, as that of
	 * {@code IDENTIFIED BY secret}.
	 */
	private enum Password {

		NONE, ANNOUNCED, NEXT

	}

}
