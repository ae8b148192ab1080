// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

/**
 * The kinds of value that a specified property can have.
 */
enum PropertyType {

	/** Any text. */
	STRING,

	/** {@code true} or {@code false}, in any case. */
	BOOLEAN,

	/** A whole number, not negative. */
	INTEGER,

	/** A whole number, 1 or more. */
	COUNT,

	/**
	 * A time span such as {@code 5s} or {@code 500ms}; a plain number is milliseconds.
	 */
	DURATION,

	/**
	 * A time span that is not zero, such as the one between two exports.
	 */
	INTERVAL,

	/** An {@code http} or {@code https} URL. */
	URL,

	/** The path of a file that can be read. */
	FILE,

	/** Names separated by commas, or a YAML list. */
	LIST,

	/** Entries {@code key=value} separated by commas, or a YAML map. */
	MAP,

	/** Nothing: the start stops, because ignoring it would ignore what was meant. */
	REFUSED,

	/** Nothing: it is known, has no effect here, and that is said. */
	UNSUPPORTED

}
