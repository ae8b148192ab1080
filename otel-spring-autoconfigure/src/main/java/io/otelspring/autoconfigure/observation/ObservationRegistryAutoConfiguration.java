// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for a registry of observations in applications without Actuator,
 * where Spring Boot makes none. It comes after what Spring Boot does to observe HTTP when
 * there is a registry, which stays off: we measure HTTP ourselves.
 */
@AutoConfiguration(after = ObservationBridgeAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
				"org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration",
				"org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration",
				"org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration",
				"org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration" },
		beforeName = { "org.springframework.boot.batch.autoconfigure.observation.BatchObservationAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration",
				"org.springframework.boot.graphql.autoconfigure.observation.GraphQlObservationAutoConfiguration",
				"org.springframework.boot.r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationTelemetry.class)
@ConditionalOnMissingBean(ObservationRegistry.class)
public final class ObservationRegistryAutoConfiguration {

	ObservationRegistryAutoConfiguration() {
	}

	@Bean
	ObservationRegistry otelSpringObservationRegistry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationPredicate(new UnwantedObservations());
		return registry;
	}

}
