// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Requests through all of a web application but its server: the server's part, request
 * and response, is a mock.
 */
@RestController
class HttpRequests {

	@GetMapping("/orders/{id}")
	String find(@PathVariable String id) {
		return "order " + id;
	}

	static Callable<?> mvc(ConfigurableApplicationContext application) {
		ServletContext servletContext = ((WebApplicationContext) application).getServletContext();
		Servlet servlet = application.getBean(DispatcherServlet.class);
		List<Filter> registered = new ArrayList<>();
		for (ServletContextInitializer initializer : new ServletContextInitializerBeans(application,
				FilterRegistrationBean.class)) {
			if (initializer instanceof AbstractFilterRegistrationBean<?> registration) {
				registered.add(registration.getFilter());
			}
		}
		Filter[] filters = registered.toArray(Filter[]::new);
		return () -> {
			MockHttpServletRequest request = new MockHttpServletRequest(servletContext, "GET", "/orders/42");
			request.addHeader("Accept", "text/plain");
			request.addHeader("User-Agent", "benchmark/1.0");
			MockHttpServletResponse response = new MockHttpServletResponse();
			new MockFilterChain(servlet, filters).doFilter(request, response);
			return check(response.getStatus(), response);
		};
	}

	static Callable<?> webFlux(ConfigurableApplicationContext application) {
		HttpHandler handler = application.getBean(HttpHandler.class);
		return () -> {
			MockServerHttpRequest request = MockServerHttpRequest.get("/orders/42")
				.header("Accept", "text/plain")
				.header("User-Agent", "benchmark/1.0")
				.build();
			MockServerHttpResponse response = new MockServerHttpResponse();
			handler.handle(request, response).block();
			return check((response.getStatusCode() != null) ? response.getStatusCode().value() : 200, response);
		};
	}

	private static Object check(int status, Object response) {
		if (status != 200) {
			throw new IllegalStateException("Status " + status);
		}
		return response;
	}

}
