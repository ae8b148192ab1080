// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

import io.otelspring.autoconfigure.ConditionalOnInstrumentation;
import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;
import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.web.HttpProperties;
import io.otelspring.autoconfigure.web.server.ActuatorPaths;
import io.otelspring.autoconfigure.web.server.CompletedRequests;
import io.otelspring.autoconfigure.web.server.HttpServerProperties;
import io.otelspring.autoconfigure.web.server.HttpServerSettings;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.MicrometerRequestTimer;
import io.otelspring.autoconfigure.web.server.RequestExclusions;
import io.otelspring.autoconfigure.web.server.tomcat.TomcatPeerAddressConfiguration;

/**
 * Auto-configuration for recording the requests of a reactive application.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnClass({ HttpHandler.class, DispatcherHandler.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("http.server")
@EnableConfigurationProperties({ HttpProperties.class, HttpServerProperties.class, PropagationProperties.class,
		RedactionProperties.class })
@Import(TomcatPeerAddressConfiguration.class)
public final class ReactiveHttpServerAutoConfiguration {

	ReactiveHttpServerAutoConfiguration() {
	}

	@Bean
	HttpServerTelemetry otelSpringHttpServerTelemetry(OpenTelemetry openTelemetry, HttpProperties http,
			HttpServerProperties server, PropagationProperties propagation, RedactionProperties redaction,
			ObjectProvider<CompletedRequests> listeners) {
		return new HttpServerTelemetry(openTelemetry, new HttpServerSettings(http, server, propagation, redaction),
				listeners.orderedStream().toList());
	}

	@Bean
	RecordingHandlerFactory otelSpringHttpServerHandlerFactory(HttpServerTelemetry telemetry,
			HttpServerProperties properties, ObjectProvider<ActuatorPaths> actuatorPaths, Environment environment,
			ObjectProvider<ForwardedHeaderTransformer> forwardedHeaders) {
		return new RecordingHandlerFactory(telemetry, RequestExclusions.of(properties, actuatorPaths, environment),
				forwardedHeaders);
	}

	@Bean
	WebFluxObserver otelSpringWebFluxObserver(ObjectProvider<RequestMappingHandlerAdapter> adapters,
			ObjectProvider<RequestMappingHandlerMapping> mappings, HttpServerProperties properties) {
		return new WebFluxObserver(adapters, mappings, properties.replaceObservation());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ PathMappedEndpoints.class, ManagementPortType.class })
	static class ActuatorConfiguration {

		@Bean
		ActuatorPaths otelSpringActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
			return new ActuatorPaths(endpoints, UnaryOperator.identity(), environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBooleanProperty("otel.instrumentation.http.server.replace-observation")
	static class ReplacedObservationConfiguration {

		@Bean
		MicrometerRequestTimer otelSpringMicrometerRequestTimer(ObjectProvider<MeterRegistry> registry,
				Environment environment) {
			String name = environment.getProperty("management.observations.http.server.requests.name",
					"http.server.requests");
			return new MicrometerRequestTimer(name, registry::getIfAvailable);
		}

	}

}
