// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes sure that headers can be sent, so that no library says their values in an
 * exception.
 */
final class RequestHeaders {

	private static final char DELETE = 0x7F;

	private RequestHeaders() {
	}

	/**
	 * Check headers.
	 * @param headers the headers
	 * @return the same, with white space round the values gone
	 * @throws IllegalArgumentException if one cannot be sent
	 */
	static Map<String, String> check(Map<String, String> headers) {
		Map<String, String> checked = new LinkedHashMap<>();
		headers.forEach((name, value) -> {
			if (name == null || name.isEmpty()
					|| !name.chars().allMatch((character) -> character > ' ' && character < DELETE)) {
				throw new IllegalArgumentException("the name of a header has a character that HTTP does not allow");
			}
			if (value == null) {
				throw new IllegalArgumentException("the header '" + name + "' has no value");
			}
			String text = value.strip();
			if (!text.chars().allMatch((character) -> character == '\t' || character >= ' ' && character < DELETE)) {
				throw new IllegalArgumentException(
						"the value of header '" + name + "' has a character that HTTP does not allow");
			}
			checked.put(name, text);
		});
		return checked;
	}

}
