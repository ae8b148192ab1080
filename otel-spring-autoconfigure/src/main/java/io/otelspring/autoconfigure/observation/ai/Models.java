// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.ai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.ai.model.observation.ModelObservationContext;
import org.springframework.util.StringUtils;

import io.otelspring.autoconfigure.observation.ObservationMapping;

/**
 * How calls of models become spans and durations, by OpenTelemetry's conventions for
 * generative AI. What is asked and what is answered is never recorded.
 */
final class Models {

	static final String SCOPE = "io.otelspring.ai";

	private static final List<Double> SECONDS = List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12,
			10.24, 20.48, 40.96, 81.92);

	private static final List<Double> TOKENS = List.of(1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0, 16384.0, 65536.0,
			262144.0, 1048576.0, 4194304.0, 16777216.0, 67108864.0);

	/**
	 * The conventions' names of providers that Spring AI names otherwise.
	 */
	private static final Map<String, String> PROVIDERS = Map.of("bedrock_converse", "aws.bedrock", "google_genai",
			"gcp.gen_ai", "vertex_ai", "gcp.vertex_ai");

	static final ObservationMapping<ChatModelObservationContext> CHAT = tokens(
			call(ChatModelObservationContext.class, "chat", option(ChatOptions::getModel))
				.attribute(AiAttributes.REQUEST_FREQUENCY_PENALTY, option(ChatOptions::getFrequencyPenalty))
				.attribute(AiAttributes.REQUEST_MAX_TOKENS, option((options) -> toLong(options.getMaxTokens())))
				.attribute(AiAttributes.REQUEST_PRESENCE_PENALTY, option(ChatOptions::getPresencePenalty))
				.attribute(AiAttributes.REQUEST_STOP_SEQUENCES, option(ChatOptions::getStopSequences))
				.attribute(AiAttributes.REQUEST_TEMPERATURE, option(ChatOptions::getTemperature))
				.attribute(AiAttributes.REQUEST_TOP_K, option((options) -> toDouble(options.getTopK())))
				.attribute(AiAttributes.REQUEST_TOP_P, option(ChatOptions::getTopP))
				.attributeAtEnd(AiAttributes.RESPONSE_FINISH_REASONS, response(Models::finishReasons))
				.attributeAtEnd(AiAttributes.RESPONSE_ID, response((response) -> text(response.getMetadata().getId())))
				.attributeAtEnd(AiAttributes.RESPONSE_MODEL,
						response((response) -> text(response.getMetadata().getModel())))
				.attributeAtEnd(AiAttributes.USAGE_OUTPUT_TOKENS, used(Usage::getCompletionTokens))
				.attributeAtEnd(AiAttributes.USAGE_CACHE_CREATION_TOKENS, used(Usage::getCacheWriteInputTokens))
				.attributeAtEnd(AiAttributes.USAGE_CACHE_READ_TOKENS, used(Usage::getCacheReadInputTokens)),
			used(Usage::getPromptTokens), used(Usage::getCompletionTokens));

	static final ObservationMapping<EmbeddingModelObservationContext> EMBEDDINGS = tokens(
			call(EmbeddingModelObservationContext.class, "embeddings", Models::embeddingModel)
				.attribute(AiAttributes.EMBEDDINGS_DIMENSION_COUNT, Models::dimensions)
				.attributeAtEnd(AiAttributes.RESPONSE_MODEL, Models::answeringEmbeddingModel),
			Models::embeddedTokens, null);

	static final ObservationMapping<ImageModelObservationContext> IMAGE = call(ImageModelObservationContext.class,
			"generate_content", Models::imageModel)
		.constant(AiAttributes.OUTPUT_TYPE, "image")
		.build();

	private Models() {
	}

	private static <C extends ModelObservationContext<?, ?>> ObservationMapping.Builder<C> call(Class<C> type,
			String operation, Function<C, @Nullable String> model) {
		return ObservationMapping.of(type)
			.scope(SCOPE)
			.kind(SpanKind.CLIENT)
			.name((context) -> named(operation, text(model.apply(context))))
			.constant(AiAttributes.OPERATION_NAME, operation)
			.attribute(AiAttributes.PROVIDER_NAME, Models::provider)
			.attribute(AiAttributes.REQUEST_MODEL, (context) -> text(model.apply(context)))
			.duration("gen_ai.client.operation.duration", "GenAI operation duration.", SECONDS,
					AiAttributes.OPERATION_NAME, AiAttributes.PROVIDER_NAME, AiAttributes.REQUEST_MODEL);
	}

	private static <C extends ModelObservationContext<?, ?>> ObservationMapping<C> tokens(
			ObservationMapping.Builder<C> call, Function<C, @Nullable Long> input,
			@Nullable Function<C, @Nullable Long> output) {
		call.attributeAtEnd(AiAttributes.USAGE_INPUT_TOKENS, input);
		usage(call, "input", input);
		if (output != null) {
			usage(call, "output", output);
		}
		return call.build();
	}

	private static <C extends ModelObservationContext<?, ?>> void usage(ObservationMapping.Builder<C> call, String type,
			Function<C, @Nullable Long> tokens) {
		call.histogram("gen_ai.client.token.usage", "Number of input and output tokens used.", "{token}", TOKENS,
				tokens, Attributes.of(AiAttributes.TOKEN_TYPE, type), AiAttributes.OPERATION_NAME,
				AiAttributes.PROVIDER_NAME, AiAttributes.REQUEST_MODEL, AiAttributes.RESPONSE_MODEL);
	}

	private static String named(String operation, @Nullable String model) {
		return (model != null) ? operation + " " + model : operation;
	}

	private static String provider(ModelObservationContext<?, ?> context) {
		String provider = context.getOperationMetadata().provider();
		return PROVIDERS.getOrDefault(provider, provider);
	}

	private static <T> Function<ChatModelObservationContext, @Nullable T> option(
			Function<ChatOptions, @Nullable T> option) {
		return (context) -> {
			ChatOptions options = context.getRequest().getOptions();
			return (options != null) ? option.apply(options) : null;
		};
	}

	private static <T> Function<ChatModelObservationContext, @Nullable T> response(
			Function<ChatResponse, @Nullable T> value) {
		return (context) -> {
			ChatResponse response = context.getResponse();
			return (response != null) ? value.apply(response) : null;
		};
	}

	private static Function<ChatModelObservationContext, @Nullable Long> used(
			Function<Usage, ? extends @Nullable Number> tokens) {
		return response((response) -> tokens(response.getMetadata().getUsage(), tokens));
	}

	private static @Nullable Long tokens(@Nullable Usage usage, Function<Usage, ? extends @Nullable Number> tokens) {
		if (usage == null || usage.getTotalTokens() == null || usage.getTotalTokens() == 0) {
			// The provider did not say, as in a stream that was not asked to
			return null;
		}
		return toLong(tokens.apply(usage));
	}

	private static @Nullable List<String> finishReasons(ChatResponse response) {
		List<String> reasons = new ArrayList<>();
		for (Generation generation : response.getResults()) {
			String reason = text(generation.getMetadata().getFinishReason());
			if (reason != null) {
				reasons.add(reason.toLowerCase(Locale.ROOT));
			}
		}
		return reasons.isEmpty() ? null : reasons;
	}

	private static @Nullable String embeddingModel(EmbeddingModelObservationContext context) {
		EmbeddingOptions options = context.getRequest().getOptions();
		return (options != null) ? options.getModel() : null;
	}

	private static @Nullable Long dimensions(EmbeddingModelObservationContext context) {
		EmbeddingOptions options = context.getRequest().getOptions();
		return (options != null) ? toLong(options.getDimensions()) : null;
	}

	private static @Nullable String answeringEmbeddingModel(EmbeddingModelObservationContext context) {
		EmbeddingResponse response = context.getResponse();
		return (response != null) ? text(response.getMetadata().getModel()) : null;
	}

	private static @Nullable Long embeddedTokens(EmbeddingModelObservationContext context) {
		EmbeddingResponse response = context.getResponse();
		return (response != null) ? tokens(response.getMetadata().getUsage(), Usage::getPromptTokens) : null;
	}

	private static @Nullable String imageModel(ImageModelObservationContext context) {
		ImageOptions options = context.getRequest().getOptions();
		return (options != null) ? options.getModel() : null;
	}

	static @Nullable String text(@Nullable String text) {
		return StringUtils.hasText(text) ? text : null;
	}

	private static @Nullable Long toLong(@Nullable Number number) {
		return (number != null) ? number.longValue() : null;
	}

	private static @Nullable Double toDouble(@Nullable Number number) {
		return (number != null) ? number.doubleValue() : null;
	}

}
