// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletConfig;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;

import io.otelspring.autoconfigure.DroppingSdk;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request allocates through the application's filters and its dispatcher servlet,
 * against a filter that calls the API by hand.
 */
@Tag("allocation")
class FilterAllocationTests {

	@Test
	void requestAllocatesLittleMoreThanByHand() throws Exception {
		try (AnnotationConfigServletWebApplicationContext without = application(Sampler.alwaysOn(), false);
				AnnotationConfigServletWebApplicationContext with = application(Sampler.alwaysOn(), true);
				AnnotationConfigServletWebApplicationContext unsampled = application(Sampler.alwaysOff(), true)) {
			AllocatedBytes bare = requests("bare", without, null);
			AllocatedBytes byHand = requests("by hand", without,
					new ByHandFilter(without.getBean(OpenTelemetrySdk.class)));
			AllocatedBytes ours = requests("ours", with, null);
			AllocatedBytes oursUnsampled = requests("ours unsampled", unsampled, null);
			AllocatedBytes.measure(() -> {
				assertThat(ours.beyond(bare)).isLessThanOrEqualTo(Math.round(1.10 * byHand.beyond(bare)));
				assertThat(oursUnsampled.perCall()).isLessThan(ours.perCall());
			}, bare, byHand, ours, oursUnsampled);
		}
	}

	private static AnnotationConfigServletWebApplicationContext application(Sampler sampler, boolean enabled) {
		AnnotationConfigServletWebApplicationContext context = new AnnotationConfigServletWebApplicationContext();
		context.setServletContext(new MockServletContext());
		TestPropertyValues.of("otel.instrumentation.http.server.enabled=" + enabled).applyTo(context);
		context.registerBean(Sampler.class, () -> sampler);
		context.register(Application.class);
		context.refresh();
		return context;
	}

	private static AllocatedBytes requests(String name, AnnotationConfigServletWebApplicationContext context,
			@Nullable Filter first) throws Exception {
		MockServletContext servletContext = (MockServletContext) context.getServletContext();
		DispatcherServlet servlet = context.getBean(DispatcherServlet.class);
		if (servlet.getServletConfig() == null) {
			servlet.init(new MockServletConfig(servletContext, "dispatcher"));
		}
		List<Filter> filters = new ArrayList<>();
		if (first != null) {
			filters.add(first);
		}
		context.getBeanProvider(FilterRegistrationBean.class)
			.orderedStream()
			.forEach((registration) -> filters.add(registration.getFilter()));
		context.getBeanProvider(Filter.class).orderedStream().forEach(filters::add);
		Filter[] chain = filters.toArray(new Filter[0]);
		return AllocatedBytes.of(name, () -> request(servletContext, servlet, chain));
	}

	private static void request(MockServletContext servletContext, DispatcherServlet servlet, Filter[] filters)
			throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest(servletContext, "GET", "/orders/42");
		request.setServletPath("/orders/42");
		request.addHeader("User-Agent", "test/1.0");
		request.addHeader("Host", "localhost:8080");
		request.setRemotePort(50_123);
		MockHttpServletResponse response = new MockHttpServletResponse();
		new MockFilterChain(servlet, filters).doFilter(request, response);
		assertThat(response.getStatus()).isEqualTo(200);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		OpenTelemetrySdk openTelemetry(Sampler sampler) {
			return DroppingSdk.propagating(sampler);
		}

		@Bean
		Orders orders() {
			return new Orders();
		}

	}

	@RestController
	static class Orders {

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return id;
		}

	}

}
