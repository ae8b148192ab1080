// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.jms.Message;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.support.JmsAccessor;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Auto-configuration for spans and metrics of messages that are sent, received and
 * processed by Spring's templates, clients and listener containers for JMS.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ Message.class, JmsAccessor.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("jms")
public final class JmsAutoConfiguration {

	private static final String SCOPE = "io.otelspring.jms";

	JmsAutoConfiguration() {
	}

	@Bean
	static JmsPostProcessor otelSpringJmsPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
		return new JmsPostProcessor(
				new JmsTelemetry(TelemetrySource.of(openTelemetry, (sdk) -> new MessagingTelemetry(sdk, SCOPE))));
	}

}
