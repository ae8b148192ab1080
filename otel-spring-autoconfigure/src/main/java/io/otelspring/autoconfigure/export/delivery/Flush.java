// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import io.opentelemetry.sdk.common.CompletableResultCode;

/**
 * Somebody waits until the batches that were there when they asked have been sent.
 */
final class Flush {

	private final CompletableResultCode result = new CompletableResultCode();

	private int left;

	Flush(int left) {
		this.left = left;
	}

	/**
	 * Take note of a batch that was sent.
	 * @return whether it was the last
	 */
	boolean oneLess() {
		return --this.left <= 0;
	}

	CompletableResultCode result() {
		return this.result;
	}

	void end(boolean success) {
		if (success) {
			this.result.succeed();
		}
		else {
			this.result.fail();
		}
	}

}
