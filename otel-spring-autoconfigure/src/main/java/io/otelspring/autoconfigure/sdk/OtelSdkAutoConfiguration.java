// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.Set;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.config.ConfigurationFindings;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportListener;
import io.otelspring.autoconfigure.export.ExportProperties;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.SpanWatch;
import io.otelspring.autoconfigure.export.transport.ConnectionDetailsProperties;
import io.otelspring.autoconfigure.redaction.RedactionProperties;

/**
 * Supplies the SDK, its providers and what is derived from them. Each bean backs off
 * where the application defines its own; that signal's pipeline is then not started.
 */
@AutoConfiguration(beforeName = {
		"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
		"org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@EnableConfigurationProperties({ ExportProperties.class, RedactionProperties.class })
public final class OtelSdkAutoConfiguration {

	@Bean
	static SdkLifecycle otelSpringLifecycle() {
		return new SdkLifecycle();
	}

	@Bean
	TelemetryProperties otelSpringTelemetryProperties(ConfigurableEnvironment environment,
			ListableBeanFactory beanFactory) {
		return ConnectionDetailsProperties.apply(TelemetryProperties.from(environment), beanFactory);
	}

	@Bean
	ExportStatus otelSpringExportStatus(ObjectProvider<ExportListener> listeners, ObjectProvider<SpanWatch> spanWatch) {
		return new ExportStatus(listeners.orderedStream().toList(), spanWatch.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
	@Import({ SdkConfiguration.Engine.class, SdkConfiguration.Providers.class, SdkConfiguration.Api.class,
			SdkFindingsConfiguration.class })
	static class Enabled {

		@Bean
		ConfigurationFindings otelSpringConfigurationFindings(TelemetryProperties properties,
				ConfigurableEnvironment environment, ListableBeanFactory beanFactory, ObjectProvider<Sdk> sdk) {
			return new ConfigurationFindings(properties, environment, beanFactory,
					() -> sdk.stream().findFirst().map(Sdk::askedFor).orElse(Set.of()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("otel.sdk.disabled")
	@Import({ DisabledSdkConfiguration.class, SdkConfiguration.Api.class })
	static class Disabled {

	}

}
