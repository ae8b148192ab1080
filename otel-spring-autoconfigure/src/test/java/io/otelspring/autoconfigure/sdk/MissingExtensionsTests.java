// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.config.FailureTexts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samplers and propagators by their specified names, and what is said where their library
 * is missing.
 */
class MissingExtensionsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class))
		.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none");

	@ParameterizedTest
	@CsvSource({ "otel.propagators,b3,io.opentelemetry:opentelemetry-extension-trace-propagators",
			"otel.propagators,b3multi,io.opentelemetry:opentelemetry-extension-trace-propagators",
			"otel.propagators,jaeger,io.opentelemetry:opentelemetry-extension-trace-propagators",
			"otel.propagators,ottrace,io.opentelemetry:opentelemetry-extension-trace-propagators",
			"otel.propagators,xray,io.opentelemetry.contrib:opentelemetry-aws-xray-propagator",
			"otel.propagators,w3,there is no 'w3'",
			"otel.traces.sampler,jaeger_remote,io.opentelemetry:opentelemetry-sdk-extension-jaeger-remote-sampler",
			"otel.traces.sampler,parentbased_jaeger_remote,"
					+ "io.opentelemetry:opentelemetry-sdk-extension-jaeger-remote-sampler",
			"otel.traces.sampler,xray,io.opentelemetry.contrib:opentelemetry-aws-xray",
			"otel.traces.sampler,always,there is no 'always'" })
	void missingLibraryIsNamed(String property, String name, String said) {
		this.contextRunner.withPropertyValues(property + "=" + name).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(FailureTexts.of(context.getStartupFailure())).contains("Property: " + property,
					"Value: \"" + name + "\"", said);
		});
	}

	@Test
	void knownPropagatorsDoNotHideAMissingOne() {
		this.contextRunner.withPropertyValues("otel.propagators=tracecontext,b3")
			.run((context) -> assertThat(FailureTexts.of(context.getStartupFailure())).contains("'b3' comes with",
					"opentelemetry-extension-trace-propagators"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "always_on||AlwaysOnSampler", "always_off||AlwaysOffSampler",
					"traceidratio|0.25|TraceIdRatioBased{0.250000}", "traceidratio||TraceIdRatioBased{1.000000}",
					"parentbased_always_on||ParentBased{root:AlwaysOnSampler",
					"parentbased_always_off||ParentBased{root:AlwaysOff",
					"parentbased_traceidratio|0.25|ParentBased{root:TraceIdRatioBased{0.250000}" })
	void specifiedSamplersAreThere(String name, String argument, String description) {
		this.contextRunner
			.withPropertyValues("otel.traces.sampler=" + name,
					(argument != null) ? "otel.traces.sampler.arg=" + argument : "ignored=1")
			.run((context) -> assertThat(context.getBean(Sampler.class).getDescription()).startsWith(description));
	}

}
