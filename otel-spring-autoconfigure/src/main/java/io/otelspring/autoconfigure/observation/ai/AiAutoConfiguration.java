// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.ai;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * Auto-configuration for spans and durations of calls of models through Spring AI. Its
 * own auto-configuration takes the registry of observations.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration")
@ConditionalOnClass({ ObservationRegistry.class, ChatModelObservationContext.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnInstrumentation("ai")
public final class AiAutoConfiguration {

	AiAutoConfiguration() {
	}

	// It comes last, since it ends with a mapping that matches whatever Spring AI
	// observes.
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ObservationTable otelSpringAiObservations() {
		return ObservationTable.of(Models.CHAT, Models.EMBEDDINGS, Models.IMAGE, Tools.TOOL, Tools.VECTOR_STORE,
				Tools.ATTEMPT, Tools.OTHERS);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ChatClientObservationContext.class)
	static class Clients {

		@Bean
		@Order(0)
		ObservationTable otelSpringAiClientObservations() {
			return ChatClients.table();
		}

	}

}
