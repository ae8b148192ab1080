// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.InstrumentationSwitch;

/**
 * Sends the meters that are registered with Micrometer. Where Spring Boot manages
 * Micrometer's registries, ours is one of them, made after the one that Boot falls back
 * to; where it does not, ours joins Micrometer's global one, and no bean of type
 * {@link MeterRegistry} is added.
 */
@AutoConfiguration(afterName = { "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" },
		beforeName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("micrometer")
public final class MicrometerAutoConfiguration {

	private static final String SCOPE = "io.otelspring.micrometer";

	@Bean
	static MeterInstruments otelSpringMeterInstruments(ObjectProvider<OpenTelemetry> openTelemetry) {
		return new MeterInstruments(() -> openTelemetry.getObject().getMeter(SCOPE));
	}

	@Bean
	MeterRegistryLinks otelSpringMeterRegistryLinks(ObjectProvider<MeterRegistry> registries,
			ObjectProvider<OtelMeterRegistry> ours, ObjectProvider<Clock> clock, MeterInstruments instruments,
			Environment environment) {
		return new MeterRegistryLinks(registries,
				() -> ours.getIfAvailable(() -> registry(instruments, clock, environment)), environment);
	}

	private static OtelMeterRegistry registry(MeterInstruments instruments, ObjectProvider<Clock> clock,
			Environment environment) {
		return new OtelMeterRegistry(instruments.get(), clock.getIfUnique(() -> Clock.SYSTEM),
				MetersElsewhere.names((name) -> InstrumentationSwitch.of(environment, name, true).on()));
	}

	/**
	 * A registry among those that Spring Boot manages.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(type = "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration")
	static class Managed {

		@Bean
		@ConditionalOnMissingBean
		OtelMeterRegistry otelSpringMeterRegistry(MeterInstruments instruments, ObjectProvider<Clock> clock,
				Environment environment) {
			return registry(instruments, clock, environment);
		}

	}

}
