// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said once at the start, in applications that have been started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupSummaryTests {

	private static final String[] ARGUMENTS = { "--otel.traces.exporter=none", "--otel.metrics.exporter=none",
			"--otel.logs.exporter=none", "--otel.exporter.otlp.endpiont=x" };

	@Test
	void runnersThatDoNotReturnDoNotHoldItBack(CapturedOutput output) {
		AtomicReference<String> seen = new AtomicReference<>();
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("runner", (CommandLineRunner) (arguments) -> seen.set(output.toString())));
		try (var context = builder.run(ARGUMENTS)) {
			assertThat(seen.get()).contains("OpenTelemetry exports traces nowhere")
				.contains("Did you mean otel.exporter.otlp.endpoint?");
		}
	}

	@Test
	void parentSaysNothingAgainForItsChild(CapturedOutput output) {
		try (var parent = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(ARGUMENTS);
				var child = new SpringApplicationBuilder(Child.class).web(WebApplicationType.NONE)
					.parent(parent)
					.run(ARGUMENTS)) {
			assertThat(child.getParent()).isSameAs(parent);
			assertThat(output.toString().lines().filter((line) -> line.contains("OpenTelemetry exports"))).hasSize(1);
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	@SpringBootConfiguration
	static class Child {

	}

}
