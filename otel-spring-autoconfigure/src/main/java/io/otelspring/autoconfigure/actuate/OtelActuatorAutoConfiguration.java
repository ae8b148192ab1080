// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.time.Duration;

import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.resources.Resource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.SamplingControl;
import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportStatus;

/**
 * The endpoint {@code otel} and the health contributor of the same name.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBean(name = "otelSpringExportStatus")
public final class OtelActuatorAutoConfiguration {

	@Bean
	ExposureHint otelSpringExposureHint(ObjectProvider<PathMappedEndpoints> endpoints, BeanFactory beanFactory) {
		return new ExposureHint(endpoints, beanFactory);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(OtelEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		OtelEndpoint otelSpringEndpoint(ObjectProvider<TelemetrySection> sections, ObjectProvider<TelemetryFlush> flush,
				ObjectProvider<SamplingControl> sampling) {
			return new OtelEndpoint(sections.orderedStream().toList(),
					() -> flush.ifAvailable((available) -> available.flush(Duration.ofSeconds(10))),
					sampling.getIfAvailable());
		}

		@Bean
		@ConditionalOnMissingBean
		OtelWebEndpoint otelSpringWebEndpoint(OtelEndpoint endpoint) {
			return new OtelWebEndpoint(endpoint);
		}

		@Bean
		@Order(1)
		SdkSection otelSpringSdkSection(TelemetryProperties properties, ObjectProvider<Resource> resource) {
			return new SdkSection(properties, resource.getIfAvailable());
		}

		@Bean
		@Order(2)
		SignalsSection otelSpringSignalsSection(ExportStatus status) {
			return new SignalsSection(status);
		}

		@Bean
		@Order(3)
		PropagatorsSection otelSpringPropagatorsSection(TelemetryProperties properties,
				ObjectProvider<ContextPropagators> propagators) {
			return new PropagatorsSection(properties, propagators.getIfAvailable(ContextPropagators::noop));
		}

		@Bean
		@Order(4)
		InstrumentationsSection otelSpringInstrumentationsSection(ConfigurableListableBeanFactory beanFactory) {
			return new InstrumentationsSection(beanFactory);
		}

		@Bean
		@Order(6)
		ConfigurationSection otelSpringConfigurationSection(TelemetryProperties properties) {
			return new ConfigurationSection(properties);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthContributorRegistry.class)
	static class SilentHealthConfiguration {

		@Bean
		static SilentHealthChecks otelSpringSilentHealthChecks() {
			return new SilentHealthChecks();
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(Mono.class)
		static class ReactiveConfiguration {

			@Bean
			static SilentReactiveHealthChecks otelSpringSilentReactiveHealthChecks() {
				return new SilentReactiveHealthChecks();
			}

		}

	}

	/**
	 * Boot makes the contributor's name of the bean's, hence the bean's name.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnEnabledHealthIndicator("otel")
	@EnableConfigurationProperties(HealthProperties.class)
	static class HealthConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = "otelHealthIndicator")
		ExportHealthIndicator otelHealthIndicator(ExportStatus status, HealthProperties properties) {
			return new ExportHealthIndicator(status, properties);
		}

	}

}
