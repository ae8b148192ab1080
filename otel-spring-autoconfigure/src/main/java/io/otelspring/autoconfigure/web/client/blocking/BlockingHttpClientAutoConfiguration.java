// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetryConfiguration;

/**
 * Auto-configuration for spans and durations of the calls of {@link RestTemplate} and
 * {@link RestClient}, be they beans, made by Boot's builders, or behind HTTP interfaces.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass({ RestTemplate.class, RestClient.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("http.client")
@Import(HttpClientTelemetryConfiguration.class)
public final class BlockingHttpClientAutoConfiguration {

	BlockingHttpClientAutoConfiguration() {
	}

	@Bean
	static HttpClientTracing otelSpringHttpClientTracing(ObjectProvider<HttpClientTelemetry> telemetry) {
		return new HttpClientTracing(new TelemetrySource<>(telemetry::getIfAvailable));
	}

	@Bean
	static HttpClientPostProcessor otelSpringHttpClientPostProcessor(ObjectProvider<HttpClientTracing> tracing) {
		return new HttpClientPostProcessor(tracing);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientHttpServiceGroupConfigurer.class)
	static class HttpServiceGroups {

		@Bean
		TracingHttpServiceGroupConfigurer otelSpringHttpServiceGroupConfigurer(HttpClientTracing tracing) {
			return new TracingHttpServiceGroupConfigurer(tracing);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientBuilderConfigurer.class)
	static class BootClients {

		@Bean
		TracingRestTemplateCustomizer otelSpringRestTemplateCustomizer(HttpClientTracing tracing) {
			return new TracingRestTemplateCustomizer(tracing);
		}

		@Bean
		TracingRestClientCustomizer otelSpringRestClientCustomizer(HttpClientTracing tracing) {
			return new TracingRestClientCustomizer(tracing);
		}

		@Bean
		static BootBuilderPostProcessor otelSpringBootBuilderPostProcessor(ObjectProvider<HttpClientTracing> tracing,
				ObjectProvider<TracingRestTemplateCustomizer> customizer) {
			return new BootBuilderPostProcessor(tracing, customizer);
		}

	}

}
