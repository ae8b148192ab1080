// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application sees of a failure is what it would have seen.
 */
final class SameFailure {

	private SameFailure() {
	}

	/**
	 * Assert that two failures and all their causes are the same but for their objects.
	 * @param actual what an application sees that is recorded
	 * @param expected what one sees that is not
	 */
	static void assertSame(Throwable actual, Throwable expected) {
		assertThat(expected).isNotNull();
		Throwable other = actual;
		for (Throwable each = expected; each != null; each = each.getCause()) {
			assertThat(other).isExactlyInstanceOf(each.getClass()).hasMessage(each.getMessage());
			other = other.getCause();
		}
		assertThat(other).isNull();
	}

}
