// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * What is left out where Spring Boot's own OpenTelemetry starter is on the class path.
 */
@ExtendWith(OutputCaptureExtension.class)
class OverlappingAutoConfigurationFilterTests {

	private static final String OURS = OtelSdkAutoConfiguration.class.getName();

	private static final String TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure."
			+ "OpenTelemetryTracingAutoConfiguration";

	private static final String NO_TRACER = "org.springframework.boot.micrometer.tracing.autoconfigure."
			+ "NoopTracerAutoConfiguration";

	private final OverlappingAutoConfigurationFilter filter = new OverlappingAutoConfigurationFilter();

	@BeforeEach
	void logLevel() {
		// Another test's application may have changed it
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.otelspring", LogLevel.INFO);
	}

	@Test
	void registered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(AutoConfigurationImportFilter.class))
			.hasAtLeastOneElementOfType(OverlappingAutoConfigurationFilter.class);
	}

	@Test
	void bootsTracingIsLeftOutAndItIsSaid(CapturedOutput output) {
		assertThat(match(OURS, null, TRACING, NO_TRACER)).containsExactly(true, true, false, true);
		assertThat(output).contains("left out").contains("OpenTelemetryTracingAutoConfiguration");
	}

	@Test
	void nothingIsSaidWhereNothingOverlaps(CapturedOutput output) {
		assertThat(match(OURS, NO_TRACER)).containsExactly(true, true);
		assertThat(output).doesNotContain("left out");
	}

	@Test
	void everythingStaysWhereOurAutoConfigurationIsExcluded() {
		assertThat(match(TRACING, NO_TRACER)).containsExactly(true, true);
	}

	private boolean[] match(String... classNames) {
		return this.filter.match(classNames, mock(AutoConfigurationMetadata.class));
	}

}
