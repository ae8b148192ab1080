// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.DispatcherServlet;

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
 * Auto-configuration for recording the requests of a servlet application.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration",
		beforeName = "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration")
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass({ Filter.class, DispatcherServlet.class, FilterRegistrationBean.class })
@ConditionalOnOpenTelemetry
@ConditionalOnInstrumentation("http.server")
@EnableConfigurationProperties({ HttpProperties.class, HttpServerProperties.class, PropagationProperties.class,
		RedactionProperties.class })
@Import(TomcatPeerAddressConfiguration.class)
public final class ServletHttpServerAutoConfiguration {

	ServletHttpServerAutoConfiguration() {
	}

	@Bean
	HttpServerTelemetry otelSpringHttpServerTelemetry(OpenTelemetry openTelemetry, HttpProperties http,
			HttpServerProperties server, PropagationProperties propagation, RedactionProperties redaction,
			ObjectProvider<CompletedRequests> listeners) {
		return new HttpServerTelemetry(openTelemetry, new HttpServerSettings(http, server, propagation, redaction),
				listeners.orderedStream().toList());
	}

	@Bean
	RequestEndListener otelSpringHttpServerListener() {
		return new RequestEndListener();
	}

	@Bean
	@ConditionalOnMissingBean(name = "otelSpringHttpServerFilter", search = SearchStrategy.CURRENT)
	FilterRegistrationBean<ServletServerFilter> otelSpringHttpServerFilter(HttpServerTelemetry telemetry,
			RequestEndListener requestEnd, HttpServerProperties properties, ObjectProvider<ActuatorPaths> actuatorPaths,
			ObjectProvider<GrpcServletRequests> grpc, Environment environment) {
		RequestExclusions exclusions = RequestExclusions.of(properties, actuatorPaths, environment);
		FilterRegistrationBean<ServletServerFilter> registration = new FilterRegistrationBean<>(
				new ServletServerFilter(telemetry, exclusions, requestEnd, grpc.getIfAvailable()));
		// After the filter that resolves forwarded headers, before anything that can
		// answer.
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@Bean
	SpringMvcObserver otelSpringMvcObserver() {
		return new SpringMvcObserver();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ PathMappedEndpoints.class, ManagementPortType.class })
	static class ActuatorConfiguration {

		@Bean
		ActuatorPaths otelSpringActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints,
				ObjectProvider<DispatcherServletPath> servletPath, Environment environment) {
			return new ActuatorPaths(endpoints, (path) -> {
				DispatcherServletPath prefix = servletPath.getIfAvailable();
				return (prefix != null) ? prefix.getRelativePath(path) : path;
			}, environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = GrpcServletRequests.SERVLET)
	@ConditionalOnInstrumentation("grpc")
	static class GrpcConfiguration {

		@Bean
		GrpcServletRequests otelSpringGrpcServletRequests() {
			return new GrpcServletRequests();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class })
	@ConditionalOnBooleanProperty("otel.instrumentation.http.server.replace-observation")
	static class ReplacedObservationConfiguration {

		@Bean
		FilterRegistrationBean<ServerHttpObservationFilter> otelSpringReplacedObservationFilter() {
			FilterRegistrationBean<ServerHttpObservationFilter> registration = new FilterRegistrationBean<>(
					new ServerHttpObservationFilter(ObservationRegistry.NOOP));
			// Spring Boot's filter backs off from this one, which is not registered
			// either.
			registration.setEnabled(false);
			return registration;
		}

		@Bean
		MicrometerRequestTimer otelSpringMicrometerRequestTimer(ObjectProvider<MeterRegistry> registry,
				Environment environment) {
			String name = environment.getProperty("management.observations.http.server.requests.name",
					"http.server.requests");
			return new MicrometerRequestTimer(name, registry::getIfAvailable);
		}

	}

}
