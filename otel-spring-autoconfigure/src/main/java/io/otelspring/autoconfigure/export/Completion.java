// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Objects;
import java.util.function.Supplier;

import io.opentelemetry.sdk.common.CompletableResultCode;

/**
 * Puts the SDK's asynchronous results together.
 */
public final class Completion {

	private Completion() {
	}

	/**
	 * Do one thing after the other, whether or not the first succeeds.
	 * @param first the first, already begun
	 * @param second starts the second
	 * @return completed with the second, successful if both are
	 */
	public static CompletableResultCode inOrder(CompletableResultCode first, Supplier<CompletableResultCode> second) {
		CompletableResultCode both = new CompletableResultCode();
		first.whenComplete(() -> {
			CompletableResultCode last = begin(second);
			last.whenComplete(() -> {
				if (first.isSuccess() && last.isSuccess()) {
					both.succeed();
				}
				else {
					both.fail();
				}
			});
		});
		return both;
	}

	private static CompletableResultCode begin(Supplier<CompletableResultCode> second) {
		try {
			return Objects.requireNonNull(second.get());
		}
		catch (Throwable ex) {
			// An exporter of the application: its failure must not keep others waiting
			return CompletableResultCode.ofExceptionalFailure(ex);
		}
	}

}
