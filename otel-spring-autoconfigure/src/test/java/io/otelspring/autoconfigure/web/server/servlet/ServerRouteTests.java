// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.HttpAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The route and the name of a request to a started application.
 */
class ServerRouteTests {

	private final RunningServer server = RunningServer.shared();

	@ParameterizedTest
	@CsvSource({ "/orders/1, /orders/{id}", "/functional/1, /functional/{id}", "/nested/2, /nested/{id}",
			"/own/a/b, /own/**", "/forward, /forward", "/include/1, /include/{id}" })
	void routeIsTheTemplateThatTheRequestWasMatchedTo(String path, String route) {
		assertThat(this.server.get(path).status()).isEqualTo(200);
		SpanData span = this.server.serverSpan();
		assertThat(span.getName()).isEqualTo("GET " + route);
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_ROUTE)).isEqualTo(route);
		assertThat(this.server.duration().getAttributes().get(HttpAttributes.HTTP_ROUTE)).isEqualTo(route);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nowhere", "/nowhere/at/all", "/assets/hello.txt", "/assets/absent.txt" })
	void whatOnlyStaticResourcesCouldTakeHasNoRoute(String path) {
		this.server.get(path);
		SpanData span = this.server.serverSpan();
		assertThat(span.getName()).isEqualTo("GET");
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_ROUTE)).isNull();
		assertThat(this.server.duration().getAttributes().get(HttpAttributes.HTTP_ROUTE)).isNull();
	}

	@Test
	void methodThatTheRouteDoesNotTakeHasNoRoute() {
		assertThat(this.server.send("DELETE", "/orders/1").status()).isEqualTo(405);
		SpanData span = this.server.serverSpan();
		assertThat(span.getName()).isEqualTo("DELETE");
		assertThat(span.getStatus().getStatusCode().name()).isEqualTo("UNSET");
	}

	@Test
	void routeHasThePathsOfTheApplicationAndOfTheServlet() {
		try (RunningServer started = RunningServer.start("server.servlet.context-path=/shop",
				"spring.mvc.servlet.path=/api", "otel.instrumentation.http.server.exclude-paths=/api/own/**")) {
			assertThat(started.get("/shop/api/orders/1").status()).isEqualTo(200);
			SpanData span = started.serverSpan();
			assertThat(span.getName()).isEqualTo("GET /shop/api/orders/{id}");
			assertThat(span.getAttributes().get(HttpAttributes.HTTP_ROUTE)).isEqualTo("/shop/api/orders/{id}");
			started.reset();
			assertThat(started.get("/shop/api/own/1").status()).isEqualTo(200);
			assertThat(started.get("/shop/api/actuator/health").status()).isEqualTo(200);
			assertThat(started.get("/shop/api/functional/1").status()).isEqualTo(200);
			assertThat(started.serverSpan().getName()).isEqualTo("GET /shop/api/functional/{id}");
		}
	}

}
