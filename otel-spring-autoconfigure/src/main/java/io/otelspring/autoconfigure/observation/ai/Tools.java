// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.ai;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

import io.otelspring.autoconfigure.observation.ObservationMapping;

/**
 * How what belongs to a call of a model, such as tools, becomes spans. The arguments and
 * the result of a tool are never recorded, nor are queries of vector stores, which are
 * what somebody asked.
 */
final class Tools {

	static final ObservationMapping<ToolCallingObservationContext> TOOL = ObservationMapping
		.of(ToolCallingObservationContext.class)
		.scope(Models.SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> "execute_tool " + context.getToolDefinition().name())
		.constant(AiAttributes.OPERATION_NAME, "execute_tool")
		.attribute(AiAttributes.TOOL_NAME, (context) -> context.getToolDefinition().name())
		.attribute(AiAttributes.TOOL_TYPE, ToolCallingObservationContext::getToolType)
		.attribute(AiAttributes.TOOL_CALL_ID, (context) -> Models.text(context.getToolCallId()))
		.build();

	static final ObservationMapping<Observation.Context> VECTOR_STORE = ObservationMapping
		.of(Observation.Context.class, "db.vector.client.operation")
		.scope(Models.SCOPE)
		.kind(SpanKind.CLIENT)
		.keyValue(DbAttributes.DB_SYSTEM_NAME, "db.system")
		.keyValue(DbAttributes.DB_OPERATION_NAME, "db.operation.name")
		.keyValue(DbAttributes.DB_COLLECTION_NAME, "db.collection.name")
		.keyValue(DbAttributes.DB_NAMESPACE, "db.namespace")
		.keyValue(AiAttributes.VECTOR_TOP_K, "db.vector.query.top_k")
		.keyValue(AiAttributes.VECTOR_DIMENSION_COUNT, "db.vector.dimension_count")
		.build();

	/**
	 * An attempt of OkHttp, by which Spring AI calls OpenAI. No other of the
	 * application's clients is observed by this name without its doing. Those of a stream
	 * are made on threads of OkHttp's that know nothing of the call, and would each be a
	 * trace.
	 */
	static final ObservationMapping<Observation.Context> ATTEMPT = ObservationMapping
		.of(Observation.Context.class, "okhttp.requests")
		.scope(Models.SCOPE)
		.kind(SpanKind.CLIENT)
		.recordedIf((context) -> Span.current().getSpanContext().isValid())
		.name(Tools::method)
		.nameAtEnd(Tools::method)
		.keyValue(HttpAttributes.HTTP_REQUEST_METHOD, "method")
		.keyValue(ServerAttributes.SERVER_ADDRESS, "target.host")
		.keyValue(ServerAttributes.SERVER_PORT, "target.port")
		.keyValueAtEnd(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, "status")
		.errorType(Tools::refusal)
		.build();

	/**
	 * What else Spring AI observes has key values that are made of what was asked.
	 */
	static final ObservationMapping<Observation.Context> OTHERS = ObservationMapping
		.of(Observation.Context.class, "gen_ai.*", "spring.ai.*")
		.scope(Models.SCOPE)
		.kind(SpanKind.INTERNAL)
		.keyValue(AiAttributes.OPERATION_NAME, "gen_ai.operation.name")
		.keyValue(AiAttributes.KIND, "spring.ai.kind")
		.withoutEvents()
		.build();

	private Tools() {
	}

	private static @Nullable String method(Observation.Context context) {
		KeyValue method = context.getLowCardinalityKeyValue("method");
		return (method != null) ? method.getValue() : null;
	}

	private static @Nullable String refusal(Observation.Context context) {
		KeyValue status = context.getLowCardinalityKeyValue("status");
		String code = (status != null) ? status.getValue() : "";
		return (code.length() == 3 && (code.startsWith("4") || code.startsWith("5"))) ? code : null;
	}

}
