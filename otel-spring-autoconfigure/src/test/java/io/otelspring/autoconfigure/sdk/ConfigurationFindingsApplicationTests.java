// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Map;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.config.ConfigurationFindings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names that nobody knows, in an application that has been started.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationFindingsApplicationTests {

	@Test
	void unknownNameIsOneWarningAndNamesOfExtensionsAreNone(CapturedOutput output) {
		try (var context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--otel.traces.exporter=none", "--otel.metrics.exporter=none", "--otel.logs.exporter=none",
					"--otel.exporter.otlp.endpiont=x", "--otel.extension.resource-key=1",
					"--otel.extension.early-key=1", "--otel.extension.late-key=1", "--otel.extension.nobodys=1")) {
			assertThat(context.getBean(ConfigurationFindings.class).findings()).extracting(Finding::what)
				.containsExactlyInAnyOrder(
						"There is no property otel.exporter.otlp.endpiont = \"x\" (\"otel.exporter.otlp.endpiont\" from property "
								+ "source \"commandLineArgs\")",
						"There is no property otel.extension.nobodys = \"******\" (\"otel.extension.nobodys\" from property source "
								+ "\"commandLineArgs\")");
			assertThat(output.toString().lines().filter((line) -> line.contains("otel.exporter.otlp.endpiont")))
				.singleElement()
				.asString()
				.contains("WARN")
				.contains("Did you mean otel.exporter.otlp.endpoint?");
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ResourceProvider resourceProvider() {
			return (config) -> {
				config.getString("otel.extension.resource-key");
				return Resource.empty();
			};
		}

		@Bean
		AutoConfigurationCustomizerProvider customizer() {
			return (engine) -> {
				engine.addPropertiesCustomizer((config) -> {
					config.getBoolean("otel.extension.early-key");
					return Map.of();
				});
				engine.addTracerProviderCustomizer((builder, config) -> {
					config.getInt("otel.extension.late-key", 0);
					return builder;
				});
			};
		}

	}

}
