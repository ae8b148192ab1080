// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetryConfiguration;

/**
 * Auto-configuration for spans and durations of the calls of {@link WebClient}, be it a
 * bean, made by Boot's builder, or behind HTTP interfaces.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass(WebClient.class)
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("http.client")
@Import(HttpClientTelemetryConfiguration.class)
public final class ReactiveHttpClientAutoConfiguration {

	ReactiveHttpClientAutoConfiguration() {
	}

	@Bean
	static WebClientTracing otelSpringWebClientTracing(ObjectProvider<HttpClientTelemetry> telemetry) {
		return new WebClientTracing(new TelemetrySource<>(telemetry::getIfAvailable));
	}

	@Bean
	static WebClientPostProcessor otelSpringWebClientPostProcessor(ObjectProvider<WebClientTracing> tracing) {
		return new WebClientPostProcessor(tracing);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClientHttpServiceGroupConfigurer.class)
	static class HttpServiceGroups {

		@Bean
		TracingWebClientGroupConfigurer otelSpringWebClientGroupConfigurer(WebClientTracing tracing) {
			return new TracingWebClientGroupConfigurer(tracing);
		}

	}

}
