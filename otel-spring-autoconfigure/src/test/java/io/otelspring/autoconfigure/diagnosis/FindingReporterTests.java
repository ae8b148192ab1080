// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is said at start-up.
 */
@ExtendWith(OutputCaptureExtension.class)
class FindingReporterTests {

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(DiagnosisAutoConfiguration.class.getName());
	}

	@Test
	void eachFindingIsOneLineOfItsLevelOnce(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Mistakes.class)) {
			assertThat(output.getAll().lines().filter((line) -> line.contains("FindingReporter"))).satisfiesExactly(
					(line) -> assertThat(line).contains(" WARN ", "Telemetry is lost. It goes nowhere. Mend it."),
					(line) -> assertThat(line).contains(" WARN ", "Something is odd"),
					(line) -> assertThat(line).contains(" INFO ", "Something is as it is"));
		}
	}

	@Test
	void whatIsLoggedElsewhereIsShownOnly(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Mistakes.class)) {
			assertThat(output.getAll()).doesNotContain("Logged already");
			assertThat(context.getBean(FindingsSection.class).value().toString()).contains("Logged already");
		}
	}

	@Test
	void isThereWithoutTheActuator() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(Endpoint.class))
			.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class, DiagnosisAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(FindingReporter.class));
	}

	@Test
	void isAbsentWithoutTheSdk() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DiagnosisAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FindingReporter.class));
	}

	private static ConfigurableApplicationContext run(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run("--otel.traces.exporter=none", "--otel.metrics.exporter=none", "--otel.logs.exporter=none",
					"--spring.application.name=shop");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Mistakes {

		@Bean
		FindingSource minor() {
			return () -> List.of(new Finding(Finding.Severity.INFO, "Something is as it is", "Why not", "Nothing"),
					new Finding(Finding.Severity.WARNING, "Something is odd", "Why not", "Look at it."));
		}

		@Bean
		FindingSource failing() {
			return () -> {
				throw new IllegalStateException("deliberate");
			};
		}

		@Bean
		FindingSource major() {
			Finding lost = new Finding(Finding.Severity.ERROR, "Telemetry is lost", "It goes nowhere", "Mend it");
			return () -> List.of(lost, lost);
		}

		@Bean
		FindingSource logged() {
			return new FindingSource() {

				@Override
				public List<Finding> findings() {
					return List.of(new Finding(Finding.Severity.ERROR, "Logged already", "Why not", "Nothing"));
				}

				@Override
				public boolean isLogged() {
					return true;
				}

			};
		}

	}

}
