// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.prometheus;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What happens on a machine without Prometheus.
 */
class PrometheusProgramTests {

	@TempDir
	private Path empty;

	@Test
	void itsAbsenceFailsWhereTestsMustRun() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> PrometheusServer.program(Map.of("PATH", this.empty.toString(), "CI", "true")))
			.withMessageContaining("install Debian's package prometheus")
			.withMessageContaining("CI");
	}

	@Test
	void itsAbsenceSkipsTheTestElsewhere() {
		assertThatExceptionOfType(TestAbortedException.class)
			.isThrownBy(() -> PrometheusServer.program(Map.of("PATH", this.empty.toString())))
			.withMessageContaining("install Debian's package prometheus");
	}

}
