// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.InstrumentationSwitch;

/**
 * Adds defaults of lowest precedence for properties that are not ours. The SDK's
 * exporters log each failure of an export; since an outage is reported once by ourselves,
 * they are told to be quiet. {@code otel.log.level} becomes a level of Boot's. Reactor is
 * told to restore thread locals in all operators, so that a span is current in them.
 * Micrometer's own OTLP registry is off where ours sends the same. Spring Integration
 * observes nothing unless it is told what.
 */
class TelemetryDefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String LEVEL = "logging.level.";

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Hooks",
			TelemetryDefaultsEnvironmentPostProcessor.class.getClassLoader());

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(LEVEL + "io.opentelemetry.exporter.internal", "off");
		defaults.put(LEVEL + "io.opentelemetry.sdk.metrics.export.PeriodicMetricReader", "error");
		// It announces what the failure analysis says better
		defaults.put(LEVEL + "io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder", "warn");
		String level = environment.getProperty("otel.log.level");
		if (level != null && isKnown(level)) {
			defaults.put(LEVEL + "io.opentelemetry", level.strip().toLowerCase(Locale.ROOT));
			defaults.put(LEVEL + "io.otelspring", level.strip().toLowerCase(Locale.ROOT));
		}
		if (REACTOR && !"true".equalsIgnoreCase(environment.getProperty("otel.sdk.disabled"))) {
			defaults.put("spring.reactor.context-propagation", "auto");
		}
		if (InstrumentationSwitch.of(environment, "micrometer", true).on()) {
			// The same meters go out by our own registry
			defaults.put("management.otlp.metrics.export.enabled", "false");
		}
		if (InstrumentationSwitch.of(environment, "integration", true).on()) {
			defaults.put("spring.integration.management.observation-patterns", "*");
		}
		environment.getPropertySources().addLast(new MapPropertySource("otelSpringDefaults", defaults));
	}

	private static boolean isKnown(String level) {
		// Another one is refused later, by its own name
		return Arrays.stream(LogLevel.values()).anyMatch((known) -> known.name().equalsIgnoreCase(level.strip()));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
