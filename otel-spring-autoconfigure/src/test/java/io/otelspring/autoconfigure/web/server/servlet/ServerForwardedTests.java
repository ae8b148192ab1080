// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import io.opentelemetry.api.common.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that came through a proxy, to a started application.
 */
class ServerForwardedTests {

	private static final String[] HEADERS = { "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Host: shop.example",
			"X-Forwarded-Proto: https", "X-Forwarded-Port: 443" };

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void originalAddressesAreRecordedAndThePeerIsTheProxy(String strategy) {
		try (RunningServer server = RunningServer.start("server.forward-headers-strategy=" + strategy,
				"server.tomcat.remoteip.host-header=X-Forwarded-Host")) {
			assertThat(server.get("/orders/1", HEADERS).status()).isEqualTo(200);
			Attributes attributes = server.serverSpan().getAttributes();
			assertThat(attributes.get(stringKey("url.scheme"))).isEqualTo("https");
			assertThat(attributes.get(stringKey("server.address"))).isEqualTo("shop.example");
			assertThat(attributes.get(longKey("server.port"))).isEqualTo(443);
			assertThat(attributes.get(stringKey("client.address"))).isEqualTo("203.0.113.7");
			assertThat(attributes.get(stringKey("network.peer.address"))).isEqualTo("127.0.0.1");
			assertThat(attributes.get(longKey("network.peer.port"))).isPositive();
		}
	}

	@Test
	void headersOfAProxyThatIsNotConfiguredAreNotBelieved() {
		try (RunningServer server = RunningServer.start("server.forward-headers-strategy=none")) {
			server.get("/orders/1", HEADERS);
			Attributes attributes = server.serverSpan().getAttributes();
			assertThat(attributes.get(stringKey("url.scheme"))).isEqualTo("http");
			assertThat(attributes.get(stringKey("server.address"))).isEqualTo("localhost");
			assertThat(attributes.get(stringKey("client.address"))).isEqualTo("127.0.0.1");
		}
	}

	@Test
	void prefixOfAProxyIsNoPartOfTheRoute() {
		try (RunningServer server = RunningServer.start("server.forward-headers-strategy=framework")) {
			server.get("/orders/1", "X-Forwarded-Prefix: /any/thing");
			assertThat(server.serverSpan().getName()).isEqualTo("GET /orders/{id}");
		}
	}

}
