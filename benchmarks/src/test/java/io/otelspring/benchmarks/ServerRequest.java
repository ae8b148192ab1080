// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * A request through the filters and the DispatcherServlet of a started application. Only
 * the server's part, the request and the response, is a mock.
 */
@EnableAutoConfiguration
@RestController
public class ServerRequest extends HotPath {

	private ServletContext servletContext;

	private Servlet servlet;

	private Filter[] filters;

	@GetMapping("/orders/{id}")
	public String find(@PathVariable String id) {
		return "order " + id;
	}

	@Benchmark
	public MockHttpServletResponse serverRequest() throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest(this.servletContext, "GET", "/orders/42");
		request.addHeader("Accept", "text/plain");
		request.addHeader("User-Agent", "benchmark/1.0");
		MockHttpServletResponse response = new MockHttpServletResponse();
		new MockFilterChain(this.servlet, this.filters).doFilter(request, response);
		return response;
	}

	@Override
	protected void prepare(ConfigurableApplicationContext application) {
		this.servletContext = ((WebApplicationContext) application).getServletContext();
		this.servlet = application.getBean(DispatcherServlet.class);
		List<Filter> filters = new ArrayList<>();
		for (ServletContextInitializer initializer : new ServletContextInitializerBeans(application,
				FilterRegistrationBean.class)) {
			if (initializer instanceof AbstractFilterRegistrationBean<?> registration) {
				filters.add(registration.getFilter());
			}
		}
		this.filters = filters.toArray(Filter[]::new);
	}

	@Override
	protected String metric() {
		return "http.server.request.duration";
	}

}
