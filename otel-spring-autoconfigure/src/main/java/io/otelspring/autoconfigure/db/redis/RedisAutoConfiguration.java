// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;

/**
 * Auto-configuration for spans and durations of the commands that Lettuce sends, where
 * its client resources or Spring Data's connection factory are beans.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ DefaultClientResources.class, Tracing.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("redis")
public final class RedisAutoConfiguration {

	RedisAutoConfiguration() {
	}

	@Bean
	RedisCommands otelSpringRedisCommands(OpenTelemetry openTelemetry) {
		return new RedisCommands(new DatabaseTelemetry(openTelemetry, "io.otelspring.redis"));
	}

	@Bean
	static RecordingClientResources otelSpringRecordingClientResources(ObjectProvider<RedisCommands> commands) {
		return new RecordingClientResources(commands);
	}

	@Bean
	static ClientResourcesPostProcessor otelSpringClientResourcesPostProcessor(
			ObjectProvider<RecordingClientResources> resources) {
		return new ClientResourcesPostProcessor(resources);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LettuceConnectionFactory.class)
	static class SpringData {

		@Bean
		static ConnectionFactoryPostProcessor otelSpringLettuceConnectionFactoryPostProcessor(
				ObjectProvider<RecordingClientResources> resources) {
			return new ConnectionFactoryPostProcessor(resources);
		}

	}

}
