// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.ai;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.memory.ChatMemory;

import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * How what a {@code ChatClient} does round the call of the model becomes spans.
 */
final class ChatClients {

	private static final ObservationMapping<ChatClientObservationContext> CLIENT = ObservationMapping
		.of(ChatClientObservationContext.class)
		.scope(Models.SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> "chat_client")
		.constant(AiAttributes.KIND, "chat_client")
		.attribute(AiAttributes.CHAT_CLIENT_STREAM, ChatClientObservationContext::isStream)
		.attribute(AiAttributes.CONVERSATION_ID, ChatClients::conversation)
		.withoutExceptionEvents()
		.build();

	private static final ObservationMapping<AdvisorObservationContext> ADVISOR = ObservationMapping
		.of(AdvisorObservationContext.class)
		.scope(Models.SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> "advisor " + context.getAdvisorName())
		.constant(AiAttributes.KIND, "advisor")
		.attribute(AiAttributes.ADVISOR_NAME, AdvisorObservationContext::getAdvisorName)
		.attribute(AiAttributes.ADVISOR_ORDER, (context) -> (long) context.getOrder())
		.withoutExceptionEvents()
		.build();

	private ChatClients() {
	}

	static ObservationTable table() {
		return ObservationTable.of(CLIENT, ADVISOR);
	}

	private static @Nullable String conversation(ChatClientObservationContext context) {
		Object conversation = context.getRequest().context().get(ChatMemory.CONVERSATION_ID);
		return (conversation instanceof String text) ? Models.text(text) : null;
	}

}
