// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.graphql;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;

import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GraphQlAutoConfiguration}.
 */
class GraphQlAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationBridgeAutoConfiguration.class,
				ObservationRegistryAutoConfiguration.class, GraphQlAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop, (definition) -> definition.setDestroyMethodName(""));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(GraphQlAutoConfiguration.class.getName());
	}

	@Test
	void theEngineIsInstrumentedOnce() {
		this.runner.run((context) -> assertThat(context).hasBean("otelSpringGraphQlObservations")
			.hasSingleBean(GraphQlObservationInstrumentation.class));
		this.runner
			.withBean("own", GraphQlObservationInstrumentation.class,
					() -> new GraphQlObservationInstrumentation(ObservationRegistry.NOOP))
			.run((context) -> assertThat(context).hasSingleBean(GraphQlObservationInstrumentation.class)
				.doesNotHaveBean("otelSpringGraphQlInstrumentation"));
	}

	@Test
	void switchedOff() {
		this.runner.withPropertyValues("otel.instrumentation.graphql.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(GraphQlAutoConfiguration.class));
	}

	@Test
	void inactiveWithoutTheLibraryOrARegistry() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.graphql"))
			.run((context) -> assertThat(context).doesNotHaveBean(GraphQlAutoConfiguration.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(GraphQlAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(GraphQlAutoConfiguration.class));
	}

}
