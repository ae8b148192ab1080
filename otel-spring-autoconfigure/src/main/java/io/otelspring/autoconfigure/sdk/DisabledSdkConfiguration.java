// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans where everything is turned off: they can be injected as ever, and do nothing.
 */
@Configuration(proxyBeanMethods = false)
class DisabledSdkConfiguration {

	@Bean
	@ConditionalOnMissingBean
	OpenTelemetry otelSpringOpenTelemetry() {
		return OpenTelemetry.noop();
	}

	@Bean
	@ConditionalOnMissingBean
	SdkTracerProvider otelSpringTracerProvider(Sampler sampler) {
		return SdkTracerProvider.builder().setSampler(sampler).build();
	}

	@Bean
	@ConditionalOnMissingBean
	SdkMeterProvider otelSpringMeterProvider() {
		return SdkMeterProvider.builder().build();
	}

	@Bean
	@ConditionalOnMissingBean
	SdkLoggerProvider otelSpringLoggerProvider() {
		return SdkLoggerProvider.builder().build();
	}

	@Bean
	@ConditionalOnMissingBean
	ContextPropagators otelSpringContextPropagators() {
		return ContextPropagators.noop();
	}

	@Bean
	@ConditionalOnMissingBean
	Resource otelSpringResource() {
		return Resource.empty();
	}

	@Bean
	@ConditionalOnMissingBean
	Sampler otelSpringSampler() {
		return Sampler.alwaysOff();
	}

}
