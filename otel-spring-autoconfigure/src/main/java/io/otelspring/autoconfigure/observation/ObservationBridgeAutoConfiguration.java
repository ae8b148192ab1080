// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Auto-configuration for the bridge from Micrometer's observations to spans.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration",
		beforeName = "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnOpenTelemetry
@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
public final class ObservationBridgeAutoConfiguration {

	ObservationBridgeAutoConfiguration() {
	}

	@Bean
	static ObservationTelemetry otelSpringObservationTelemetry(ObjectProvider<OpenTelemetry> openTelemetry,
			ObjectProvider<ObservationTable> tables, Environment environment) {
		return new ObservationTelemetry(openTelemetry, tables, environment);
	}

	@Bean
	static ObservationRegistryBridging otelSpringObservationRegistryBridging(
			ObjectProvider<ObservationTelemetry> telemetry) {
		return new ObservationRegistryBridging(telemetry);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandlerGroup.class, MeterObservationHandler.class })
	static class Meters {

		@Bean
		SpanScopedMeters otelSpringSpanScopedMeters() {
			return new SpanScopedMeters();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(value = ObservationHandlerGroup.class, name = OtherTracingHandlers.TYPE)
	static class OtherTracing {

		@Bean
		OtherTracingHandlers otelSpringOtherTracingHandlers(ResourceLoader resourceLoader) {
			return new OtherTracingHandlers(
					ClassUtils.resolveClassName(OtherTracingHandlers.TYPE, resourceLoader.getClassLoader()));
		}

	}

}
