// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.InstrumentationStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingAutoConfiguration}.
 */
class LoggingAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LoggingAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(LoggingAutoConfiguration.class.getName());
	}

	@Test
	void connectsByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(LogConnection.class);
			assertThat(LogBridge.INSTANCE.current()).isNotNull();
			assertThat(context.getBean(InstrumentationStatus.class).instrumentation()).isEqualTo("logging");
			assertThat(context.getBean(InstrumentationStatus.class).inactiveBecause()).isNull();
		});
		assertThat(LogBridge.INSTANCE.current()).isNull();
	}

	@Test
	void isAbsentWhereSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.logging.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LogConnection.class));
	}

	@Test
	void isAbsentWithoutOpenTelemetry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LoggingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LogConnection.class));
	}

	@Test
	void bindsItsProperties() {
		this.contextRunner.withPropertyValues("otel.instrumentation.logging.capture-mdc[0]=tenant",
				"otel.instrumentation.logging.capture-mdc[1]=user", "otel.instrumentation.logging.capture-code=true",
				"otel.instrumentation.logging.mdc.trace-id-key=trace_id")
			.run((context) -> {
				LoggingProperties properties = context.getBean(LoggingProperties.class);
				assertThat(properties.captureMdc()).containsExactly("tenant", "user");
				assertThat(properties.captureCode()).isTrue();
				assertThat(properties.mdc()).isEqualTo(new LoggingProperties.Mdc("trace_id", "spanId"));
			});
	}

	@Test
	void capturesNothingOfTheMdcForAnEmptyList() {
		this.contextRunner.withPropertyValues("otel.instrumentation.logging.capture-mdc=")
			.run((context) -> assertThat(context.getBean(LoggingProperties.class).captureMdc()).isEmpty());
	}

}
