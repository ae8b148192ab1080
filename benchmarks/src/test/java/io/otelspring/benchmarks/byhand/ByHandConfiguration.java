// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.byhand;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The SDK, a filter and an interceptor.
 */
@Configuration(proxyBeanMethods = false)
public class ByHandConfiguration {

	@Bean
	OpenTelemetrySdk openTelemetry(SpanProcessor spanProcessor, MetricReader metricReader,
			@Value("${otel.traces.sampler:}") String sampler) {
		SdkTracerProvider traces = SdkTracerProvider.builder()
			.addSpanProcessor(spanProcessor)
			.setSampler(sampler.equals("always_off") ? Sampler.alwaysOff() : Sampler.parentBased(Sampler.alwaysOn()))
			.build();
		SdkMeterProvider metrics = SdkMeterProvider.builder().registerMetricReader(metricReader).build();
		TextMapPropagator propagator = TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(),
				W3CBaggagePropagator.getInstance());
		return OpenTelemetrySdk.builder()
			.setTracerProvider(traces)
			.setMeterProvider(metrics)
			.setPropagators(ContextPropagators.create(propagator))
			.build();
	}

	@Bean
	FilterRegistrationBean<ByHandServerFilter> serverFilter(OpenTelemetrySdk openTelemetry) {
		FilterRegistrationBean<ByHandServerFilter> registration = new FilterRegistrationBean<>(
				new ByHandServerFilter(openTelemetry));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	RestClientCustomizer clientInterceptor(OpenTelemetrySdk openTelemetry) {
		ByHandClientInterceptor interceptor = new ByHandClientInterceptor(openTelemetry);
		return (builder) -> builder.requestInterceptor(interceptor);
	}

}
