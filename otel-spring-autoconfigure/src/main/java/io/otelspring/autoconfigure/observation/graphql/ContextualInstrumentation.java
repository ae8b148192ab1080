// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.SelfDescribingDataFetcher;
import org.springframework.graphql.observation.DataFetcherObservationConvention;
import org.springframework.graphql.observation.DataLoaderObservationConvention;
import org.springframework.graphql.observation.ExecutionRequestObservationConvention;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.observation.ObservedContext;

/**
 * Spring's instrumentation, which also puts the contexts of the operation and of the
 * fields where it puts their observations. Spring restores all of these before it calls a
 * data fetcher or a loader, and the request's context, which was put there earlier, would
 * be the last.
 */
final class ContextualInstrumentation extends GraphQlObservationInstrumentation {

	ContextualInstrumentation(ObservationRegistry registry, @Nullable ExecutionRequestObservationConvention request,
			@Nullable DataFetcherObservationConvention fetcher, @Nullable DataLoaderObservationConvention loader) {
		super(registry, request, fetcher, loader);
	}

	@Override
	public @Nullable InstrumentationContext<ExecutionResult> beginExecution(
			InstrumentationExecutionParameters parameters, InstrumentationState state) {
		InstrumentationContext<ExecutionResult> execution = super.beginExecution(parameters, state);
		GraphQLContext graphQl = parameters.getGraphQLContext();
		Context context = context(graphQl);
		if (context != null) {
			graphQl.put(ReactorContextKey.VALUE, context);
		}
		return execution;
	}

	@Override
	public DataFetcher<?> instrumentDataFetcher(DataFetcher<?> dataFetcher,
			InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
		if (parameters.isTrivialDataFetcher() || usesDataLoader(dataFetcher)) {
			return super.instrumentDataFetcher(dataFetcher, parameters, state);
		}
		return super.instrumentDataFetcher((environment) -> dataFetcher.get(withContext(environment)), parameters,
				state);
	}

	private static boolean usesDataLoader(DataFetcher<?> dataFetcher) {
		return dataFetcher instanceof SelfDescribingDataFetcher<?> describing && describing.usesDataLoader();
	}

	private static DataFetchingEnvironment withContext(DataFetchingEnvironment environment) {
		if (environment.getLocalContext() instanceof GraphQLContext local) {
			Context context = context(local);
			if (context != null) {
				GraphQLContext contextual = GraphQLContext.newContext()
					.of(local)
					.of(ReactorContextKey.VALUE, context)
					.build();
				return DataFetchingEnvironmentImpl.newDataFetchingEnvironment(environment)
					.localContext(contextual)
					.build();
			}
		}
		return environment;
	}

	private static @Nullable Context context(GraphQLContext graphQl) {
		Observation observation = graphQl.get(ObservationThreadLocalAccessor.KEY);
		return (observation != null) ? ObservedContext.of(observation) : null;
	}

}
