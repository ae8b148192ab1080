// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Auto-configuration for spans and metrics of messages that are sent to RabbitMQ by
 * connection factories that are beans, and processed by Spring's listener containers.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ ConnectionFactory.class, ObservationCollector.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("rabbit")
public final class RabbitAutoConfiguration {

	private static final String SCOPE = "io.otelspring.rabbit";

	RabbitAutoConfiguration() {
	}

	private static RabbitTelemetry telemetry(ObjectProvider<OpenTelemetry> openTelemetry) {
		return new RabbitTelemetry(TelemetrySource.of(openTelemetry, (sdk) -> new MessagingTelemetry(sdk, SCOPE)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AbstractConnectionFactory.class)
	static class WithSpring {

		@Bean
		static SpringRabbitPostProcessor otelSpringRabbitPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
			return new SpringRabbitPostProcessor(telemetry(openTelemetry));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.amqp.rabbit.connection.AbstractConnectionFactory")
	static class WithoutSpring {

		@Bean
		static RabbitPostProcessor otelSpringRabbitPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
			return new RabbitPostProcessor(telemetry(openTelemetry));
		}

	}

}
