// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

/**
 * A request in the form in which it is sent, not compressed.
 *
 * @param body the request
 * @param items how many spans, data points or log records are in it
 */
record Batch(byte[] body, int items) {

	int size() {
		return this.body.length;
	}

}
