// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.ai;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of calls of models and tools, by OpenTelemetry's conventions for
 * generative AI, which are in development and not among the constants. What is of Spring
 * AI alone has the keys of its observations.
 */
final class AiAttributes {

	static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("gen_ai.operation.name");

	static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");

	static final AttributeKey<String> CONVERSATION_ID = AttributeKey.stringKey("gen_ai.conversation.id");

	static final AttributeKey<String> OUTPUT_TYPE = AttributeKey.stringKey("gen_ai.output.type");

	static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");

	static final AttributeKey<Double> REQUEST_FREQUENCY_PENALTY = AttributeKey
		.doubleKey("gen_ai.request.frequency_penalty");

	static final AttributeKey<Long> REQUEST_MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");

	static final AttributeKey<Double> REQUEST_PRESENCE_PENALTY = AttributeKey
		.doubleKey("gen_ai.request.presence_penalty");

	static final AttributeKey<List<String>> REQUEST_STOP_SEQUENCES = AttributeKey
		.stringArrayKey("gen_ai.request.stop_sequences");

	static final AttributeKey<Double> REQUEST_TEMPERATURE = AttributeKey.doubleKey("gen_ai.request.temperature");

	static final AttributeKey<Double> REQUEST_TOP_K = AttributeKey.doubleKey("gen_ai.request.top_k");

	static final AttributeKey<Double> REQUEST_TOP_P = AttributeKey.doubleKey("gen_ai.request.top_p");

	static final AttributeKey<List<String>> RESPONSE_FINISH_REASONS = AttributeKey
		.stringArrayKey("gen_ai.response.finish_reasons");

	static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");

	static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");

	static final AttributeKey<Long> USAGE_INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");

	static final AttributeKey<Long> USAGE_OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");

	static final AttributeKey<Long> USAGE_CACHE_CREATION_TOKENS = AttributeKey
		.longKey("gen_ai.usage.cache_creation.input_tokens");

	static final AttributeKey<Long> USAGE_CACHE_READ_TOKENS = AttributeKey
		.longKey("gen_ai.usage.cache_read.input_tokens");

	static final AttributeKey<Long> EMBEDDINGS_DIMENSION_COUNT = AttributeKey
		.longKey("gen_ai.embeddings.dimension.count");

	static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");

	static final AttributeKey<String> TOOL_NAME = AttributeKey.stringKey("gen_ai.tool.name");

	static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");

	static final AttributeKey<String> TOOL_CALL_ID = AttributeKey.stringKey("gen_ai.tool.call.id");

	static final AttributeKey<String> KIND = AttributeKey.stringKey("spring.ai.kind");

	static final AttributeKey<Boolean> CHAT_CLIENT_STREAM = AttributeKey.booleanKey("spring.ai.chat.client.stream");

	static final AttributeKey<String> ADVISOR_NAME = AttributeKey.stringKey("spring.ai.advisor.name");

	static final AttributeKey<Long> ADVISOR_ORDER = AttributeKey.longKey("spring.ai.advisor.order");

	static final AttributeKey<Long> VECTOR_TOP_K = AttributeKey.longKey("db.vector.query.top_k");

	static final AttributeKey<Long> VECTOR_DIMENSION_COUNT = AttributeKey.longKey("db.vector.dimension_count");

	private AiAttributes() {
	}

}
