// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.graphql;

import java.util.Locale;
import java.util.Set;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.observation.DataFetcherObservationContext;
import org.springframework.graphql.observation.DataLoaderObservationContext;
import org.springframework.graphql.observation.ExecutionRequestObservationContext;

import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * How the requests that Spring for GraphQL serves become spans, by OpenTelemetry's
 * conventions for GraphQL servers. The document is never recorded, nor are the messages
 * of errors, which quote it.
 */
final class GraphQlSpans {

	private static final String SCOPE = "io.otelspring.graphql";

	/**
	 * What the conventions call an operation that is not known yet or never will be.
	 */
	private static final String UNKNOWN_OPERATION = "GraphQL Operation";

	/**
	 * The kinds of errors that are the server's fault; the others are the client's.
	 */
	private static final Set<ErrorClassification> FAULTS = Set.of(ErrorType.DataFetchingException,
			ErrorType.NullValueInNonNullableField, ErrorType.ExecutionAborted,
			org.springframework.graphql.execution.ErrorType.INTERNAL_ERROR);

	private static final ObservationMapping<ExecutionRequestObservationContext> REQUEST = ObservationMapping
		.of(ExecutionRequestObservationContext.class)
		.scope(SCOPE)
		.kind(SpanKind.SERVER)
		.name((context) -> UNKNOWN_OPERATION)
		.nameAtEnd(GraphQlSpans::operationType)
		.attributeAtEnd(GraphQlAttributes.OPERATION_TYPE, GraphQlSpans::operationType)
		.attributeAtEnd(GraphQlAttributes.OPERATION_NAME, GraphQlSpans::operationName)
		.keyValueAtEnd(GraphQlAttributes.OUTCOME, "graphql.outcome")
		.errorType(GraphQlSpans::fault)
		.withoutEvents()
		.build();

	private static final ObservationMapping<DataFetcherObservationContext> FIELD = ObservationMapping
		.of(DataFetcherObservationContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> "graphql field " + context.getEnvironment().getField().getName())
		.attribute(GraphQlAttributes.FIELD_NAME, (context) -> context.getEnvironment().getField().getName())
		.attribute(GraphQlAttributes.FIELD_PATH,
				(context) -> context.getEnvironment().getExecutionStepInfo().getPath().toString())
		.build();

	private static final ObservationMapping<DataLoaderObservationContext> LOADER = ObservationMapping
		.of(DataLoaderObservationContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.attribute(GraphQlAttributes.LOADER_NAME, (context) -> context.getDataLoader().getName())
		.attribute(GraphQlAttributes.LOADER_SIZE, (context) -> (long) context.getKeys().size())
		.build();

	private GraphQlSpans() {
	}

	static ObservationTable table() {
		return ObservationTable.of(REQUEST, FIELD, LOADER);
	}

	private static @Nullable OperationDefinition operation(ExecutionRequestObservationContext context) {
		ExecutionContext execution = context.getExecutionContext();
		return (execution != null) ? execution.getOperationDefinition() : null;
	}

	private static @Nullable String operationType(ExecutionRequestObservationContext context) {
		OperationDefinition operation = operation(context);
		return (operation != null) ? operation.getOperation().name().toLowerCase(Locale.ROOT) : null;
	}

	private static @Nullable String operationName(ExecutionRequestObservationContext context) {
		OperationDefinition operation = operation(context);
		return (operation != null) ? operation.getName() : null;
	}

	private static @Nullable String fault(ExecutionRequestObservationContext context) {
		ExecutionResult result = context.getExecutionResult();
		if (result != null && context.getError() == null) {
			for (GraphQLError error : result.getErrors()) {
				ErrorClassification type = error.getErrorType();
				if (type != null && FAULTS.contains(type)) {
					return type.toString();
				}
			}
		}
		return null;
	}

}
