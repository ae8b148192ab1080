// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.security;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.config.observation.SecurityObservationSettings;

import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecurityAutoConfiguration}.
 */
class SecurityAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ObservationBridgeAutoConfiguration.class,
				ObservationRegistryAutoConfiguration.class, SecurityAutoConfiguration.class,
				UnobservedSecurityAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop, (definition) -> definition.setDestroyMethodName(""));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(SecurityAutoConfiguration.class.getName());
	}

	@Test
	void offByDefaultAndOurRegistryObservesNothing() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(SecurityAutoConfiguration.class)
				.hasSingleBean(SecurityObservationSettings.class);
			SecurityObservationSettings settings = context.getBean(SecurityObservationSettings.class);
			assertThat(settings.shouldObserveRequests()).isFalse();
			assertThat(settings.shouldObserveAuthentications()).isFalse();
			assertThat(settings.shouldObserveAuthorizations()).isFalse();
		});
	}

	@Test
	void onRequestItIsObserved() {
		this.runner.withPropertyValues("otel.instrumentation.security.enabled=true")
			.run((context) -> assertThat(context).hasBean("otelSpringSecurityObservations")
				.doesNotHaveBean(SecurityObservationSettings.class));
	}

	@Test
	void whatTheApplicationSaysStays() {
		SecurityObservationSettings own = SecurityObservationSettings.withDefaults().build();
		this.runner.withBean(SecurityObservationSettings.class, () -> own)
			.run((context) -> assertThat(context).getBean(SecurityObservationSettings.class).isSameAs(own));
	}

	@Test
	void theActuatorsRegistryIsLeftToIt() {
		this.runner.withBean("observationRegistry", ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).doesNotHaveBean(SecurityObservationSettings.class));
	}

	@Test
	void switchedOff() {
		this.runner.withPropertyValues("otel.instrumentation.security.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SecurityAutoConfiguration.class));
	}

	@Test
	void inactiveWithoutTheLibraryOrARegistry() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).doesNotHaveBean(SecurityAutoConfiguration.class));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SecurityAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(SecurityAutoConfiguration.class));
	}

}
