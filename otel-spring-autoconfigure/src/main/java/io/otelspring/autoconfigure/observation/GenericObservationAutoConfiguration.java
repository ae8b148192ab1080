// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.observation.aop.ObservedAspect;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;

/**
 * Auto-configuration for the observations that no library's table knows, such as the
 * application's own. Methods with {@link Observed} are observed where AspectJ's weaver is
 * there; Spring Boot wants a property for that in addition.
 */
@AutoConfiguration(after = ObservationRegistryAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationTelemetry.class, ObservationRegistry.class })
@ConditionalOnInstrumentation("observation")
public final class GenericObservationAutoConfiguration {

	GenericObservationAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.aspectj.weaver.Advice")
	static class ObservedMethods {

		@Bean
		@ConditionalOnMissingBean
		ObservedAspect otelSpringObservedAspect(ObservationRegistry registry) {
			return new ObservedAspect(registry);
		}

	}

}
