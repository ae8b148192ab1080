// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/**
 * Routes that fail, each in its own way.
 */
@RestController
class TestFailures {

	@GetMapping("/failures/escaping")
	String escaping() {
		throw new IllegalStateException("escaped");
	}

	@GetMapping("/failures/error")
	String error() {
		throw new AssertionError("escaped");
	}

	@GetMapping("/failures/bad-request")
	String badRequest() {
		throw new BadOrder();
	}

	@GetMapping("/failures/broken")
	String broken() {
		throw new BrokenOrder();
	}

	@GetMapping("/failures/view")
	String view() {
		throw new ViewedFailure();
	}

	@GetMapping("/failures/returned")
	ResponseEntity<String> returned() {
		return ResponseEntity.status(HttpStatus.BAD_GATEWAY).body("returned");
	}

	@GetMapping("/failures/sent")
	void sent(HttpServletResponse response) throws Exception {
		response.sendError(503);
	}

	@GetMapping("/failures/status-400")
	String status400() {
		throw new ResponseStatusException(HttpStatus.NOT_FOUND, "none");
	}

	@GetMapping("/failures/status-503")
	String status503() {
		throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "later");
	}

	@GetMapping("/failures/annotated")
	String annotated() {
		throw new Conflict();
	}

	@ExceptionHandler
	ResponseEntity<String> handle(BadOrder ex) {
		return ResponseEntity.badRequest().body("bad");
	}

	@ExceptionHandler
	ResponseEntity<String> handle(BrokenOrder ex) {
		return ResponseEntity.internalServerError().body("broken");
	}

	@ExceptionHandler
	ModelAndView handle(ViewedFailure ex) {
		View view = (model, request, response) -> response.getWriter().write("view");
		ModelAndView result = new ModelAndView(view);
		result.setStatus(HttpStatus.INTERNAL_SERVER_ERROR);
		return result;
	}

	@Bean
	FilterRegistrationBean<Filter> rejectingFilter() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			String path = ((HttpServletRequest) request).getServletPath();
			if (path.startsWith("/rejected/")) {
				((HttpServletResponse) response).sendError(Integer.parseInt(path.substring("/rejected/".length())));
			}
			else if (path.equals("/thrown")) {
				throw new IllegalArgumentException("thrown by a filter");
			}
			else {
				chain.doFilter(request, response);
			}
		});
		registration.setOrder(0);
		return registration;
	}

	@Bean
	ErrorAttributes errorAttributes(OpenTelemetry openTelemetry) {
		return new DefaultErrorAttributes() {

			@Override
			public Map<String, @Nullable Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
				openTelemetry.getTracer("test").spanBuilder("error page").startSpan().end();
				return super.getErrorAttributes(request, options);
			}

		};
	}

	static class BadOrder extends RuntimeException {

	}

	static class BrokenOrder extends RuntimeException {

		BrokenOrder() {
			super("order is broken");
		}

	}

	static class ViewedFailure extends RuntimeException {

	}

	@ResponseStatus(HttpStatus.CONFLICT)
	static class Conflict extends RuntimeException {

	}

}
