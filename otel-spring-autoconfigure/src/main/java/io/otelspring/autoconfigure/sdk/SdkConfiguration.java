// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportProperties;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.autoconfigure.propagation.BaggageLosses;
import io.otelspring.autoconfigure.propagation.LocalSamplingPropagator;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.trace.TraceSampling;

/**
 * The beans of a running SDK.
 */
final class SdkConfiguration {

	private static final String SCOPE_FALLBACK = "application";

	private SdkConfiguration() {
	}

	/**
	 * The engine, unless the application brings an OpenTelemetry of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(OpenTelemetry.class)
	static class Engine {

		@Bean(destroyMethod = "")
		Sdk otelSpringSdk(TelemetryProperties properties, ExportStatus status, ExportProperties export,
				SdkLifecycle lifecycle, ObjectProvider<TraceSampling> sampling, RedactionProperties redaction,
				ConfigurableListableBeanFactory beanFactory) {
			SdkBeans beans = SdkBeans.of(beanFactory);
			Sdk sdk = Sdk.start(properties, beans, signals(beans), status, export.validated(),
					sampling.getIfAvailable(TraceSampling::plain), redaction, classLoader(beanFactory));
			lifecycle.manage(sdk, export.shutdownTimeout(), status::unreachable);
			return sdk;
		}

		@Bean
		BaggageLosses otelSpringBaggageLosses(Sdk sdk) {
			return sdk.baggageLosses();
		}

		@Bean
		StartupSummary otelSpringStartupSummary(ExportStatus status, BeanFactory beanFactory) {
			return new StartupSummary(status, beanFactory);
		}

		private static Set<Signal> signals(SdkBeans beans) {
			Set<Signal> signals = EnumSet.allOf(Signal.class);
			if (beans.has(SdkTracerProvider.class)) {
				signals.remove(Signal.TRACES);
			}
			if (beans.has(SdkMeterProvider.class)) {
				signals.remove(Signal.METRICS);
			}
			if (beans.has(SdkLoggerProvider.class)) {
				signals.remove(Signal.LOGS);
			}
			return signals;
		}

		private static ClassLoader classLoader(ConfigurableListableBeanFactory beanFactory) {
			ClassLoader classLoader = beanFactory.getBeanClassLoader();
			return (classLoader != null) ? classLoader : SdkConfiguration.class.getClassLoader();
		}

	}

	/**
	 * The engine's parts, each unless the application brings its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(name = "otelSpringSdk")
	static class Providers {

		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		SdkTracerProvider otelSpringTracerProvider(Sdk sdk) {
			return sdk.openTelemetry().getSdkTracerProvider();
		}

		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		SdkMeterProvider otelSpringMeterProvider(Sdk sdk) {
			return sdk.openTelemetry().getSdkMeterProvider();
		}

		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		SdkLoggerProvider otelSpringLoggerProvider(Sdk sdk) {
			return sdk.openTelemetry().getSdkLoggerProvider();
		}

		@Bean
		@ConditionalOnMissingBean
		ContextPropagators otelSpringContextPropagators(Sdk sdk, ObjectProvider<PropagationProperties> trust,
				ObjectProvider<TextMapPropagator> own) {
			ContextPropagators configured = sdk.openTelemetry().getPropagators();
			List<TextMapPropagator> further = own.orderedStream().toList();
			PropagationProperties trusted = trust.getIfAvailable();
			boolean trustSampled = trusted == null || trusted.trustSampled();
			if (further.isEmpty() && trustSampled) {
				return configured;
			}
			List<TextMapPropagator> propagators = new ArrayList<>(List.of(configured.getTextMapPropagator()));
			propagators.addAll(further);
			TextMapPropagator all = TextMapPropagator.composite(propagators);
			return ContextPropagators.create(trustSampled ? all : new LocalSamplingPropagator(all));
		}

		@Bean
		@ConditionalOnMissingBean
		Resource otelSpringResource(Sdk sdk) {
			return sdk.resource();
		}

		@Bean
		@ConditionalOnMissingBean
		Sampler otelSpringSampler(Sdk sdk) {
			return sdk.openTelemetry().getSdkTracerProvider().getSampler();
		}

		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		OpenTelemetry otelSpringOpenTelemetry(SdkTracerProvider tracerProvider, SdkMeterProvider meterProvider,
				SdkLoggerProvider loggerProvider, ContextPropagators propagators) {
			return OpenTelemetrySdk.builder()
				.setTracerProvider(tracerProvider)
				.setMeterProvider(meterProvider)
				.setLoggerProvider(loggerProvider)
				.setPropagators(propagators)
				.build();
		}

	}

	/**
	 * What an application uses to record by hand.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnOpenTelemetry
	static class Api {

		@Bean
		@Lazy(false)
		GlobalOffer otelSpringGlobalOffer(OpenTelemetry openTelemetry, SdkLifecycle lifecycle,
				Environment environment) {
			return new GlobalOffer(openTelemetry, lifecycle, environment);
		}

		@Bean
		@ConditionalOnMissingBean
		Tracer otelSpringTracer(OpenTelemetry openTelemetry, Environment environment) {
			return openTelemetry.getTracer(scope(environment));
		}

		@Bean
		@ConditionalOnMissingBean
		Meter otelSpringMeter(OpenTelemetry openTelemetry, Environment environment) {
			return openTelemetry.getMeter(scope(environment));
		}

		private static String scope(Environment environment) {
			return environment.getProperty("spring.application.name", SCOPE_FALLBACK);
		}

	}

}
