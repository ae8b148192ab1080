// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ForwardedHeaderFilter;

import io.otelspring.autoconfigure.web.server.FuzzedInputs;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that went through noise, through the application's filters: recording neither
 * fails one nor keeps anything of it.
 */
class ServletFuzzTests {

	private static final int SEED = 20_261_125;

	@Test
	void noRequestFailsThatDoesNotFailWithoutUs(TestReporter reporter) {
		new WebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none",
					"otel.instrumentation.http.server.capture-request-headers=x-captured,authorization,baggage",
					"otel.baggage.span-attributes=*", "otel.redaction.query-parameters=a*")
			.run((context) -> {
				List<Filter> filters = new ArrayList<>();
				context.getBeanProvider(FilterRegistrationBean.class)
					.orderedStream()
					.forEach((registration) -> filters.add(registration.getFilter()));
				context.getBeanProvider(Filter.class).orderedStream().forEach(filters::add);
				assertThat(filters).hasAtLeastOneElementOfType(ServletServerFilter.class);
				int requests = 0;
				int refused = 0;
				long before = 0;
				FuzzedInputs inputs = new FuzzedInputs(SEED);
				long started = System.nanoTime();
				for (int done = 0; done < FuzzedInputs.count(); requests++) {
					done += inputs.next();
					refused += send(inputs, filters) ? 0 : 1;
					if (requests == 500) {
						before = used();
					}
				}
				long grown = (used() - before) / 1024;
				String report = requests + " requests of " + FuzzedInputs.count() + " inputs in "
						+ (System.nanoTime() - started) / 1_000_000 + " ms, " + refused
						+ " refused by Spring's filter, heap grew by " + grown + " KiB";
				reporter.publishEntry("servlet", report);
				assertThat(refused).as(report).isLessThan(requests * 9 / 10);
				assertThat(grown).as(report).isLessThan(16 * 1024);
			});
	}

	// Return whether the request came through: Spring's own filter throws where it cannot
	// read what was forwarded, and would without us.
	private static boolean send(FuzzedInputs inputs, List<Filter> filters) throws Exception {
		boolean forwardedIsRead = forwardedIsRead(inputs);
		MockHttpServletResponse response = new MockHttpServletResponse();
		boolean[] handled = new boolean[1];
		List<Filter> chain = new ArrayList<>(filters);
		if (forwardedIsRead) {
			chain.add(0, new ForwardedHeaderFilter());
		}
		chain.add((request, answer, next) -> handled[0] = true);
		new MockFilterChain(new UnreachedServlet(), chain.toArray(new Filter[0])).doFilter(request(inputs), response);
		assertThat(handled[0]).isTrue();
		assertThat(response.getStatus()).isLessThan(500);
		return forwardedIsRead;
	}

	private static boolean forwardedIsRead(FuzzedInputs inputs) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			new ForwardedHeaderFilter().doFilter(request(inputs), response, (request, answer) -> {
			});
			return response.getStatus() == 200;
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static MockHttpServletRequest request(FuzzedInputs inputs) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", inputs.path());
		request.setServletPath(inputs.path());
		request.setQueryString(inputs.query());
		inputs.headers().forEach((header) -> request.addHeader(header[0], header[1]));
		return request;
	}

	private static long used() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	private static final class UnreachedServlet extends HttpServlet {

	}

}
