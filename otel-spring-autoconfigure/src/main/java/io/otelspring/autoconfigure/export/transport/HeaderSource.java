// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.Map;

/**
 * Supplies the headers of a request. It is asked for each attempt, on a thread of the
 * transport's own, so it may take its time; if it fails, the attempt has failed.
 */
@FunctionalInterface
public interface HeaderSource {

	/**
	 * Return the headers as they are now.
	 * @return the values by name
	 */
	Map<String, String> headers();

}
