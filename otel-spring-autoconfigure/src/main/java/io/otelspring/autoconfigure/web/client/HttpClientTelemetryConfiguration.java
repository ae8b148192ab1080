// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.web.HttpProperties;

/**
 * What all clients record with.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ HttpClientProperties.class, HttpProperties.class, RedactionProperties.class })
public class HttpClientTelemetryConfiguration {

	HttpClientTelemetryConfiguration() {
	}

	@Bean
	HttpClientTelemetry otelSpringHttpClientTelemetry(OpenTelemetry openTelemetry, HttpClientProperties properties,
			HttpProperties http, RedactionProperties redaction, ObjectProvider<CompletedCalls> listeners) {
		return new HttpClientTelemetry(openTelemetry, properties, http, redaction, listeners.orderedStream().toList());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class })
	@ConditionalOnBooleanProperty("otel.instrumentation.http.client.replace-observation")
	static class ReplacedObservationConfiguration {

		@Bean
		static ReplacedObservations otelSpringReplacedClientObservations() {
			return new ReplacedObservations();
		}

		@Bean
		MicrometerCallTimer otelSpringMicrometerCallTimer(ObjectProvider<MeterRegistry> registry,
				Environment environment) {
			String name = environment.getProperty("management.observations.http.client.requests.name",
					"http.client.requests");
			return new MicrometerCallTimer(name, registry::getIfAvailable);
		}

	}

}
