// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

/**
 * Counts the spans of a request to Zipkin, which is a list of objects in JSON.
 */
final class ZipkinItems {

	private ZipkinItems() {
	}

	/**
	 * Count the spans.
	 * @param body the request in UTF-8
	 * @return how many objects the list has
	 */
	static int count(byte[] body) {
		int found = 0;
		int depth = 0;
		boolean text = false;
		for (int i = 0; i < body.length; i++) {
			byte octet = body[i];
			if (text) {
				if (octet == '\\') {
					i++;
				}
				else if (octet == '"') {
					text = false;
				}
			}
			else if (octet == '"') {
				text = true;
			}
			else if (octet == '{' || octet == '[') {
				if (depth == 1) {
					found++;
				}
				depth++;
			}
			else if (octet == '}' || octet == ']') {
				depth--;
			}
		}
		return found;
	}

}
