// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

/**
 * Which messages of exceptions are cut.
 */
public enum ExceptionMessages {

	/**
	 * No message is cut. Credentials in URLs are masked all the same.
	 */
	NONE,

	/**
	 * Those of databases and brokers, which repeat values, statements and messages: what
	 * may be a value and all that follows is left out, also where another exception
	 * repeats it.
	 */
	DATABASE,

	/**
	 * Messages do not leave at all, only the class and the place.
	 */
	ALL

}
