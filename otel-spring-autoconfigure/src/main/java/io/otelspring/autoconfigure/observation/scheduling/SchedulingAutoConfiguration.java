// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.scheduling;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans of methods with {@code @Scheduled}.
 */
@AutoConfiguration(afterName = { "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration" })
@ConditionalOnClass({ ObservationRegistry.class, ScheduledTaskObservationContext.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnInstrumentation("scheduling")
public final class SchedulingAutoConfiguration {

	SchedulingAutoConfiguration() {
	}

	@Bean
	ObservationTable otelSpringScheduledMethods() {
		return new ScheduledMethodSpans().table();
	}

	// Where there is the Actuator, Spring Boot does the same with the same registry.
	@Bean
	SchedulingConfigurer otelSpringSchedulingConfigurer(ObjectProvider<ObservationRegistry> registry) {
		return (registrar) -> registry.ifUnique(registrar::setObservationRegistry);
	}

}
