// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.security;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.observation.SecurityObservationSettings;

/**
 * Auto-configuration that keeps Spring Security from observing where it did not do so
 * without us. It does as soon as there is a registry of observations, and this is ours.
 * With Actuator the registry is Spring Boot's, and the meters stay.
 */
@AutoConfiguration(after = SecurityAutoConfiguration.class,
		afterName = "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration")
@ConditionalOnClass(SecurityObservationSettings.class)
@ConditionalOnBean(name = "otelSpringObservationRegistry")
@ConditionalOnMissingBean(value = SecurityObservationSettings.class, name = "otelSpringSecurityObservations")
public final class UnobservedSecurityAutoConfiguration {

	UnobservedSecurityAutoConfiguration() {
	}

	@Bean
	SecurityObservationSettings otelSpringSecurityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

}
