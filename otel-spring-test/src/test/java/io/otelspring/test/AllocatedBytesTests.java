// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AllocatedBytes}.
 */
class AllocatedBytesTests {

	private volatile byte[] kept = {};

	private int calls;

	@Test
	void whatIsAllocatedIsMeasured() {
		AllocatedBytes.measure(() -> this.kept = new byte[1000], (bytes) -> assertThat(bytes).isEqualTo(1016));
		AllocatedBytes.measure(() -> this.calls++, (bytes) -> assertThat(bytes).isZero());
	}

	@Test
	void whatIsAddedIsMeasured() {
		AllocatedBytes.measureAdded(() -> this.kept = new byte[1000], () -> this.kept = new byte[400],
				(bytes) -> assertThat(bytes).isEqualTo(600));
	}

	@Test
	void aClaimIsAskedAgainUntilItHolds() {
		AllocatedBytes.measure(() -> this.kept = new byte[(this.calls++ < 200_000) ? 1000 : 400],
				(bytes) -> assertThat(bytes).isLessThan(500));
	}

	@Test
	void aClaimThatDoesNotComeTrueFailsWithWhatWasMeasured() {
		AllocatedBytes bare = AllocatedBytes.of("nothing", () -> this.calls++);
		AllocatedBytes some = AllocatedBytes.of("some", () -> this.kept = new byte[1000]);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> AllocatedBytes.measure(Duration.ofMillis(200),
					() -> assertThat(some.beyond(bare)).isLessThan(1016), bare, some))
			.withMessageContaining("less than")
			.withMessageContaining("nothing 0, some 1016");
	}

	@Test
	void aCallThatFailsFailsTheMeasurement() {
		Exception failure = new Exception();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> AllocatedBytes.measure(() -> {
			throw failure;
		}, (bytes) -> {
		})).withCause(failure);
	}

}
