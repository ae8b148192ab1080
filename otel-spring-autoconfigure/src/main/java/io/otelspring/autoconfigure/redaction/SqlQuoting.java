// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

/**
 * How strings and names are written.
 */
public enum SqlQuoting {

	/**
	 * Double quotes enclose names, and a backslash is a character like any other.
	 */
	STANDARD,

	/**
	 * As the standard, and a backslash takes the meaning from a quote.
	 */
	BACKSLASH,

	/**
	 * Double quotes enclose strings, and a backslash takes the meaning from a quote.
	 */
	MYSQL,

	/**
	 * As the standard, and square brackets enclose names.
	 */
	SQL_SERVER,

	/**
	 * As the standard, and {@code q'[...]'} chooses its own quotes.
	 */
	ORACLE,

	/**
	 * Not known: double quotes may enclose strings, and where a backslash stands before a
	 * quote, the string does not end.
	 */
	UNKNOWN;

	boolean doubleQuotesAreStrings() {
		return this == MYSQL || this == UNKNOWN;
	}

	boolean backslashEscapes() {
		return this == MYSQL || this == BACKSLASH;
	}

}
