// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.graphql;

import graphql.GraphQL;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.graphql.observation.DataFetcherObservationConvention;
import org.springframework.graphql.observation.DataLoaderObservationConvention;
import org.springframework.graphql.observation.ExecutionRequestObservationConvention;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans of the requests that Spring for GraphQL serves.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration",
		beforeName = "org.springframework.boot.graphql.autoconfigure.observation.GraphQlObservationAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, GraphQL.class, GraphQlObservationInstrumentation.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnInstrumentation("graphql")
public final class GraphQlAutoConfiguration {

	GraphQlAutoConfiguration() {
	}

	@Bean
	ObservationTable otelSpringGraphQlObservations() {
		return GraphQlSpans.table();
	}

	// It takes the place of the one that Spring Boot's module for GraphQL makes, with the
	// same conventions. Spring Boot gives every instrumentation that is a bean to the
	// GraphQL engine.
	@Bean
	@ConditionalOnMissingBean(GraphQlObservationInstrumentation.class)
	ContextualInstrumentation otelSpringGraphQlInstrumentation(ObservationRegistry registry,
			ObjectProvider<ExecutionRequestObservationConvention> requests,
			ObjectProvider<DataFetcherObservationConvention> fetchers,
			ObjectProvider<DataLoaderObservationConvention> loaders) {
		return new ContextualInstrumentation(registry, requests.getIfAvailable(), fetchers.getIfAvailable(),
				loaders.getIfAvailable());
	}

}
