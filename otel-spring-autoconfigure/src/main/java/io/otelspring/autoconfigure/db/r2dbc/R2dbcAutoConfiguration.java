// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import io.opentelemetry.api.OpenTelemetry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Auto-configuration for spans and durations of the statements of all R2DBC connection
 * factories that are beans.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ ConnectionFactory.class, Flux.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("r2dbc")
public final class R2dbcAutoConfiguration {

	R2dbcAutoConfiguration() {
	}

	@Bean
	static ConnectionFactoryPostProcessor otelSpringConnectionFactoryPostProcessor(
			ObjectProvider<OpenTelemetry> openTelemetry) {
		return new ConnectionFactoryPostProcessor(openTelemetry);
	}

}
