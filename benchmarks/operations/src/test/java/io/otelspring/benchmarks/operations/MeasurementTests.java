// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The operations work with this project's starter, and what is measured is recorded.
 */
class MeasurementTests {

	@ParameterizedTest
	@EnumSource(names = { "ANNOTATED_CALL", "MVC_REQUEST", "REST_CLIENT_CALL" })
	void measuresWhatIsRecorded(Operation operation) throws Exception {
		Measurement measurement = measure(operation, Telemetry.Mode.ON);
		assertThat(measurement.nanoseconds()).isPositive();
		assertThat(measurement.bytes()).isPositive();
		assertThat(measurement.spans()).isEqualTo(operation.spans());
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSAMPLED", "DISABLED" })
	void withoutSpansNoneAreSeen(Telemetry.Mode mode) throws Exception {
		Measurement measurement = measure(Operation.ANNOTATED_CALL, mode);
		assertThat(measurement.bytes()).isPositive();
		assertThat(measurement.spans()).isZero();
	}

	@Test
	void withoutMetricsThereAreSpansAndNoDurations() throws Exception {
		Measurement measurement = measure(Operation.REST_CLIENT_CALL, Telemetry.Mode.SPANS_ONLY);
		assertThat(measurement.spans()).isEqualTo(1);
		assertThat(measurement.durations()).isZero();
	}

	private static Measurement measure(Operation operation, Telemetry.Mode mode) throws Exception {
		try (ConfigurableApplicationContext application = Measurement.start(operation, Telemetry.OURS, mode)) {
			return Measurement.measure(application, operation, Telemetry.OURS, 1, 1, 1);
		}
	}

}
