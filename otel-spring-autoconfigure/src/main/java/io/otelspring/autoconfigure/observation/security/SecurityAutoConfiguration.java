// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.security;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authorization.AuthorizationObservationContext;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans of what Spring Security does, for those who ask for it: a
 * request has five of them.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, AuthorizationObservationContext.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnInstrumentation(value = "security", enabledByDefault = false)
public final class SecurityAutoConfiguration {

	SecurityAutoConfiguration() {
	}

	@Bean
	ObservationTable otelSpringSecurityObservations() {
		return SecuritySpans.table();
	}

}
