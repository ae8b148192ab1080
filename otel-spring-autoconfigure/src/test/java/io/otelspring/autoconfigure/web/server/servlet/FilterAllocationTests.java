// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
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

import io.otelspring.autoconfigure.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request allocates through the application's filters and its dispatcher servlet,
 * against a filter that calls the API by hand.
 */
class FilterAllocationTests {

	private static final int WARM_UP = 10_000;

	private static final int MEASURED = 2_000;

	@Test
	void requestAllocatesLittleMoreThanByHand(TestReporter reporter) {
		// What is compiled on the way to the first result serves all of the second.
		measureAll();
		long[] bytes = measureAll();
		String report = "bare %d, by hand +%d, ours +%d, by hand unsampled +%d, ours unsampled +%d".formatted(bytes[0],
				bytes[1], bytes[2], bytes[3], bytes[4]);
		reporter.publishEntry("bytes", report);
		assertThat(bytes[2]).as(report).isLessThanOrEqualTo(Math.round(1.10 * bytes[1]));
	}

	private static long[] measureAll() {
		long bare = measure(Sampler.alwaysOn(), Mode.BARE);
		return new long[] { bare, measure(Sampler.alwaysOn(), Mode.BY_HAND) - bare,
				measure(Sampler.alwaysOn(), Mode.OURS) - bare, measure(Sampler.alwaysOff(), Mode.BY_HAND) - bare,
				measure(Sampler.alwaysOff(), Mode.OURS) - bare };
	}

	private static long measure(Sampler sampler, Mode mode) {
		long[] result = new long[1];
		new WebApplicationContextRunner().withBean(Sampler.class, () -> sampler)
			.withUserConfiguration(Application.class)
			.withPropertyValues("otel.instrumentation.http.server.enabled=" + (mode == Mode.OURS))
			.run((context) -> {
				DispatcherServlet servlet = context.getBean(DispatcherServlet.class);
				servlet.init(new MockServletConfig(context.getServletContext(), "dispatcher"));
				List<Filter> filters = new ArrayList<>();
				if (mode == Mode.BY_HAND) {
					filters.add(new ByHandFilter(context.getBean(OpenTelemetrySdk.class)));
				}
				context.getBeanProvider(FilterRegistrationBean.class)
					.orderedStream()
					.forEach((registration) -> filters.add(registration.getFilter()));
				context.getBeanProvider(Filter.class).orderedStream().forEach(filters::add);
				MockServletContext servletContext = (MockServletContext) context.getServletContext();
				Filter[] chain = filters.toArray(new Filter[0]);
				result[0] = measure(servletContext, servlet, chain);
			});
		return result[0];
	}

	private static long measure(MockServletContext servletContext, DispatcherServlet servlet, Filter[] filters)
			throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long allocated = 0;
		for (int i = 0; i < WARM_UP + MEASURED; i++) {
			MockHttpServletRequest request = new MockHttpServletRequest(servletContext, "GET", "/orders/42");
			request.setServletPath("/orders/42");
			request.addHeader("User-Agent", "test/1.0");
			request.addHeader("Host", "localhost:8080");
			request.setRemotePort(50_123);
			MockHttpServletResponse response = new MockHttpServletResponse();
			MockFilterChain chain = new MockFilterChain(servlet, filters);
			long before = threads.getCurrentThreadAllocatedBytes();
			chain.doFilter(request, response);
			if (i >= WARM_UP) {
				allocated += threads.getCurrentThreadAllocatedBytes() - before;
			}
			assertThat(response.getStatus()).isEqualTo(200);
		}
		return allocated / MEASURED;
	}

	private enum Mode {

		BARE, BY_HAND, OURS

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		OpenTelemetrySdk openTelemetry(Sampler sampler) {
			return AllocatedBytes.propagatingSdk(sampler);
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
