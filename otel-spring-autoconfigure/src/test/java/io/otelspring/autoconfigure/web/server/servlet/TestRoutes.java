// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Routes that answer at once.
 */
@Controller
class TestRoutes {

	private final OpenTelemetry openTelemetry;

	TestRoutes(OpenTelemetry openTelemetry) {
		this.openTelemetry = openTelemetry;
	}

	@GetMapping("/orders/{id}")
	@ResponseBody
	String order(@PathVariable String id) {
		return id;
	}

	@PostMapping("/orders")
	@ResponseBody
	String create() {
		return "created";
	}

	@GetMapping("/current")
	@ResponseBody
	String current() {
		return Span.current().getSpanContext().getTraceId() + " " + Span.current().getSpanContext().getSpanId() + " "
				+ Span.current().getSpanContext().isSampled() + " " + Baggage.current().getEntryValue("tenant");
	}

	@GetMapping("/child")
	@ResponseBody
	String child() {
		Span span = this.openTelemetry.getTracer("test").spanBuilder("child").startSpan();
		span.end();
		return span.getSpanContext().getTraceId() + " " + span.getSpanContext().isSampled();
	}

	@GetMapping("/tagged")
	ResponseEntity<String> tagged() {
		return ResponseEntity.ok().header("X-Tag", "one", "two").header("Set-Cookie", "secret=1").body("tagged");
	}

	@GetMapping("/own/**")
	@ResponseBody
	String everythingBelow() {
		return "own";
	}

	@GetMapping("/forward")
	String forward() {
		return "forward:/orders/7";
	}

	@GetMapping("/include/{id}")
	void include(HttpServletRequest request, HttpServletResponse response) throws Exception {
		RequestDispatcher dispatcher = request.getRequestDispatcher("/orders/8");
		dispatcher.include(request, response);
	}

	@Bean
	RouterFunction<ServerResponse> functionalRoutes() {
		return RouterFunctions.route()
			.GET("/functional/{id}", (request) -> ServerResponse.ok().body(request.pathVariable("id")))
			.path("/nested", (nested) -> nested.GET("/{id}", (request) -> ServerResponse.ok().body("nested")))
			.build();
	}

}
