// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Cancellation}.
 */
class CancellationTests {

	@Test
	void interruptsAreCancellations() {
		assertThat(Cancellation.isCause(new IOException("interrupted", new InterruptedException()))).isTrue();
		assertThat(Cancellation.isCause(new ClosedByInterruptException())).isTrue();
	}

	@Test
	void interruptedInputIsOneOnlyOnAnInterruptedThread() {
		assertThat(Cancellation.isCause(new InterruptedIOException("pool timeout"))).isFalse();
		Thread.currentThread().interrupt();
		try {
			assertThat(Cancellation.isCause(new InterruptedIOException())).isTrue();
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void timeoutsAndFailuresAreNot() {
		assertThat(Cancellation.isCause(new SocketTimeoutException())).isFalse();
		assertThat(Cancellation.isCause(new IOException(new IOException("reset")))).isFalse();
	}

	@Test
	void endsOnCircularCauses() {
		Exception first = new Exception();
		Exception second = new Exception(first);
		first.initCause(second);
		assertThat(Cancellation.isCause(first)).isFalse();
	}

}
