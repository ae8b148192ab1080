// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ExportThread}.
 */
class ExportThreadTests {

	@Test
	void isNotMarkedByDefault() {
		assertThat(ExportThread.isCurrent()).isFalse();
	}

	@Test
	void marksTheThreadOfAWrappedTaskWhileItRuns() {
		AtomicBoolean marked = new AtomicBoolean();
		ExportThread.wrap(() -> marked.set(ExportThread.isCurrent())).run();
		assertThat(marked).isTrue();
		assertThat(ExportThread.isCurrent()).isFalse();
	}

	@Test
	void takesTheMarkOffWhenTheTaskFails() {
		Runnable task = ExportThread.wrap(() -> {
			throw new IllegalStateException("refused");
		});
		assertThatIllegalStateException().isThrownBy(task::run).withMessage("refused");
		assertThat(ExportThread.isCurrent()).isFalse();
	}

	@Test
	void leavesTheMarkToTheOutermost() {
		assertThat(ExportThread.enter()).isTrue();
		try {
			assertThat(ExportThread.enter()).isFalse();
			ExportThread.wrap(() -> assertThat(ExportThread.isCurrent()).isTrue()).run();
			assertThat(ExportThread.isCurrent()).isTrue();
		}
		finally {
			ExportThread.exit();
		}
		assertThat(ExportThread.isCurrent()).isFalse();
	}

}
