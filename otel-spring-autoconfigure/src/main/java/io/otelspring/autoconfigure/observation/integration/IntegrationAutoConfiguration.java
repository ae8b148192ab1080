// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.integration;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.management.observation.MessageSenderContext;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans of messages in Spring Integration. Which components are
 * observed is said by {@code spring.integration.management.observation-patterns}, of
 * which we set the default to all.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, MessageSenderContext.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnInstrumentation("integration")
public final class IntegrationAutoConfiguration {

	IntegrationAutoConfiguration() {
	}

	@Bean
	ObservationTable otelSpringIntegrationObservations() {
		return IntegrationSpans.table();
	}

}
