// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.DispatcherServlet;

import io.otelspring.autoconfigure.web.server.ActuatorPaths;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServletHttpServerAutoConfiguration}.
 */
class ServletHttpServerAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations
		.of(ServletHttpServerAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATION)
		.withBean(OpenTelemetry.class, OpenTelemetry::noop);

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(ServletHttpServerAutoConfiguration.class.getName());
	}

	@Test
	void filterIsRegisteredByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(HttpServerTelemetry.class).hasSingleBean(SpringMvcObserver.class);
			FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
			assertThat(registration.getFilter()).isInstanceOf(ServletServerFilter.class);
			assertThat(registration.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.ASYNC, DispatcherType.ERROR);
		});
	}

	@Test
	void filterComesBeforeTheFilterOfTheObservation() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(WebMvcObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> {
				List<Class<?>> filters = context.getBeanProvider(FilterRegistrationBean.class)
					.orderedStream()
					.<Class<?>>map((registration) -> registration.getFilter().getClass())
					.toList();
				assertThat(filters).containsExactly(ServletServerFilter.class, ServerHttpObservationFilter.class);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.instrumentation.http.server.enabled=false",
			"otel.instrumentation.common.default-enabled=false", "otel.sdk.disabled=true" })
	void nothingIsRegisteredWhenSwitchedOff(String property) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(HttpServerTelemetry.class)
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(RequestEndListener.class)
				.doesNotHaveBean(SpringMvcObserver.class));
	}

	@Test
	void nothingIsRegisteredWithoutAnSdk() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpServerTelemetry.class));
	}

	@Test
	void nothingIsRegisteredOutsideAServletApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.run((context) -> assertThat(context).doesNotHaveBean(HttpServerTelemetry.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.run((context) -> assertThat(context).doesNotHaveBean(HttpServerTelemetry.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { DispatcherServlet.class, FilterRegistrationBean.class, Filter.class })
	void nothingIsRegisteredWhenAClassIsMissing(Class<?> missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpServerTelemetry.class));
	}

	@Test
	void actuatorAndTomcatMayBeMissing() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader(PathMappedEndpoints.class.getPackageName(),
					"org.springframework.boot.actuate", TomcatWebServerFactory.class.getPackageName(),
					"org.apache.catalina"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(HttpServerTelemetry.class)
				.doesNotHaveBean(ActuatorPaths.class)
				.doesNotHaveBean("otelSpringTomcatPeerAddressCustomizer"));
	}

	@Test
	void filterOfTheUserTakesThePlaceOfOurs() {
		Filter own = (request, response, chain) -> chain.doFilter(request, response);
		this.contextRunner
			.withBean("otelSpringHttpServerFilter", FilterRegistrationBean.class,
					() -> new FilterRegistrationBean<>(own))
			.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).getFilter()).isSameAs(own));
	}

}
