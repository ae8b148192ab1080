// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Serves metrics to Prometheus: by the Actuator endpoint of that name unless Spring Boot
 * has its own there, which shows Micrometer's registry, else on a port of their own.
 */
@AutoConfiguration(afterName = { "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration" })
@Conditional(OnPrometheusCondition.class)
@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
@ConditionalOnBean(name = "otelSpringTelemetryProperties")
public final class PrometheusAutoConfiguration {

	private static final String PREFIX = "otel.exporter.prometheus.prefix";

	@Bean
	PrometheusReader otelSpringPrometheusReader(TelemetryProperties properties) {
		String prefix = properties.get(PREFIX);
		if (prefix != null && !prefix.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
			throw properties.invalid(PREFIX,
					"the names of metrics begin with it: letters, digits and underscores, and no digit first");
		}
		return new PrometheusReader((prefix != null) ? prefix : "");
	}

	@Bean
	ScrapeTarget otelSpringScrapeTarget(PrometheusReader reader, TelemetryProperties properties,
			ObjectProvider<ActuatorPath> actuator) {
		return new ScrapeTarget(reader, properties, actuator.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebEndpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnWebApplication
	@Conditional(OnManagementServerCondition.class)
	@ConditionalOnAvailableEndpoint(PrometheusEndpoint.class)
	@ConditionalOnMissingBean(
			type = "org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint")
	static class ActuatorConfiguration {

		@Bean
		PrometheusEndpoint otelSpringPrometheusEndpoint(PrometheusReader reader) {
			return new PrometheusEndpoint(reader);
		}

		@Bean
		ActuatorPath otelSpringPrometheusPath(ObjectProvider<PathMappedEndpoints> endpoints) {
			return () -> {
				PathMappedEndpoints available = endpoints.getIfAvailable();
				return (available != null) ? available.getPath(EndpointId.of(OnPrometheusCondition.NAME)) : null;
			};
		}

	}

	/**
	 * Matches unless the Actuator is served nowhere.
	 */
	static class OnManagementServerCondition extends NoneNestedConditions {

		OnManagementServerCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnManagementPort(ManagementPortType.DISABLED)
		static class Disabled {

		}

	}

}
