// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpRoutes}.
 */
class HttpRoutesTests {

	private final HttpRoutes routes = new HttpRoutes();

	@ParameterizedTest
	@CsvSource({ "GET, '', '', /orders/{id}, /orders/{id}, GET /orders/{id}",
			"GET, /shop, '', /orders, /shop/orders, GET /shop/orders",
			"POST, /shop, /api, /orders, /shop/api/orders, POST /shop/api/orders",
			"_OTHER, '', '', /orders, /orders, HTTP /orders", "GET, /shop, '', orders, /shop/orders, GET /shop/orders",
			"GET, '', '', '', /, GET /", "GET, /shop, '', '', /shop, GET /shop" })
	void routeHasThePathOfTheApplication(String method, String contextPath, String servletPath, String pattern,
			String template, String spanName) {
		assertThat(this.routes.route(method, contextPath, servletPath, pattern))
			.isEqualTo(new HttpRoute(pattern, template, spanName));
	}

	@Test
	void routeIsMadeOnce() {
		HttpRoute route = this.routes.route("GET", "", "", "/orders/{id}");
		assertThat(this.routes.route("GET", "", "", "/orders/{id}")).isSameAs(route);
	}

	@Test
	void routesThatShareAPlaceAreNotTakenForEachOther() {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 10_000; i++) {
				assertThat(this.routes.route("GET", "", "", "/r" + i).template()).isEqualTo("/r" + i);
			}
		}
	}

}
