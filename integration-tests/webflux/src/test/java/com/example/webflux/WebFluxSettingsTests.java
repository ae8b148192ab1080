// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.test.HttpSocket;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What settings change for a reactive application.
 */
class WebFluxSettingsTests {

	private static final String EXPOSE = "management.endpoints.web.exposure.include=*";

	@Test
	void routeHasThePathOfTheApplication() {
		try (RunningServer server = RunningServer.start("spring.webflux.base-path=/shop",
				"otel.instrumentation.http.server.exclude-paths=/quiet/**")) {
			ReceivedSpan span = server.serverSpan(server.exchange("GET", "/shop/orders/7").traceId());
			assertThat(span.name()).isEqualTo("GET /shop/orders/{id}");
			assertThat(server.get("/shop/quiet/7").body()).isEqualTo("suppressed");
			assertThat(server.get("/shop/actuator/health").status()).isEqualTo(200);
			assertNothingButOneOrderIsRecorded(server, "/shop/orders/8", span.traceId());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "framework", "native" })
	void forwardedHeadersTellTheClientAndNotThePeer(String strategy) {
		try (RunningServer server = RunningServer.start("server.forward-headers-strategy=" + strategy,
				"otel.propagation.accept-from=10.0.0.0/8")) {
			String traceId = RunningServer.newTraceId();
			server.get("/orders/forwarded", "traceparent: " + RunningServer.parent(traceId),
					"X-Forwarded-For: 10.1.2.3", "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.example",
					"X-Forwarded-Port: 8443", "X-Forwarded-Prefix: /made/up");
			ReceivedSpan span = server.collector()
				.awaitSpan((candidate) -> candidate.kind() == ReceivedSpan.Kind.SERVER);
			assertThat(span.name()).isEqualTo("GET /orders/{id}");
			assertThat(span.isRoot()).isTrue();
			assertThat(span.traceId()).isNotEqualTo(traceId);
			assertThat(span.attributes()).containsEntry("client.address", "10.1.2.3")
				.containsEntry("network.peer.address", "127.0.0.1")
				.containsEntry("server.address", "shop.example")
				.containsEntry("server.port", 8443L)
				.containsEntry("url.scheme", "https");
		}
	}

	@Test
	void forwardedHeadersAreIgnoredByDefault() {
		try (RunningServer server = RunningServer.start()) {
			ReceivedSpan span = server.serverSpan(
					server.exchange("GET", "/orders/7", "X-Forwarded-For: 10.1.2.3", "X-Forwarded-Host: shop.example")
						.traceId());
			assertThat(span.attributes()).containsEntry("client.address", "127.0.0.1")
				.containsEntry("server.address", "localhost");
		}
	}

	@Test
	void responsesCarryTheirTraceOnRequest() {
		try (RunningServer server = RunningServer.start("otel.instrumentation.http.server.trace-response=true",
				"otel.instrumentation.http.server.capture-request-headers=x-tenant,authorization",
				"otel.instrumentation.http.server.capture-response-headers=content-type",
				"otel.propagation.trust-sampled=false")) {
			RunningServer.Exchange exchange = server.exchange("GET", "/orders/7", "X-Tenant: acme",
					"Authorization: Bearer secret");
			ReceivedSpan span = server.serverSpan(exchange.traceId());
			assertThat(exchange.response().header("traceresponse"))
				.startsWith("00-" + span.traceId() + "-" + span.spanId() + "-");
			assertThat(span.attributes()).containsEntry("http.request.header.x-tenant", List.of("acme"))
				.containsEntry("http.request.header.authorization", List.of("REDACTED"))
				.containsKey("http.response.header.content-type");
			exchange = server.exchange("GET", "/failures/escaping");
			assertThat(exchange.response().header("traceresponse"))
				.contains(server.serverSpan(exchange.traceId()).spanId());
		}
	}

	@Test
	void observationIsReplacedByOurs() {
		try (RunningServer server = RunningServer.start("otel.instrumentation.http.server.replace-observation=true")) {
			server.serverSpan(server.exchange("GET", "/orders/7").traceId());
			server.serverSpan(server.exchange("GET", "/failures/advised/503").traceId());
			assertThat(timer(server, "uri", "/orders/{id}").count()).isEqualTo(1);
			assertThat(timer(server, "exception", "Advised").getId().getTag("status")).isEqualTo("503");
		}
	}

	@Test
	void observationIsLeftAloneByDefault() {
		try (RunningServer server = RunningServer.start()) {
			server.serverSpan(server.exchange("GET", "/orders/7").traceId());
			assertThat(timer(server, "uri", "/orders/{id}").count()).isEqualTo(1);
		}
	}

	@Test
	void nothingBelowTheActuatorIsRecorded() {
		try (RunningServer server = RunningServer.start(EXPOSE, "management.endpoints.web.base-path=/manage")) {
			assertThat(server.get("/manage/probe").body()).isEqualTo("suppressed");
			assertThat(server.get("/manage").status()).isEqualTo(200);
			assertThat(server.get("/manage/otel/instrumentations").body())
				.contains("{\"name\":\"http.server\"," + "\"active\":true");
			assertNothingButOneOrderIsRecorded(server, "/orders/8");
		}
	}

	@Test
	void actuatorOnAPortOfItsOwnIsNotRecorded() {
		try (RunningServer server = RunningServer.start(EXPOSE, "management.server.port=0",
				"management.endpoints.web.base-path=/orders")) {
			int port = server.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(HttpSocket.exchange(port, "GET", "/orders/probe").body()).isEqualTo("suppressed");
			assertThat(HttpSocket.exchange(port, "GET", "/orders/nothing").status()).isEqualTo(404);
			assertNothingButOneOrderIsRecorded(server, "/orders/8");
		}
	}

	@Test
	void excludedPathsAreSuppressed() {
		try (RunningServer server = RunningServer
			.start("otel.instrumentation.http.server.exclude-paths=/quiet/{id},/failures/**")) {
			assertThat(server.get("/quiet/7").body()).isEqualTo("suppressed");
			assertThat(server.get("/%71uiet/7").body()).isEqualTo("suppressed");
			assertThat(server.get("/quiet;a=b/7").body()).isEqualTo("suppressed");
			assertThat(server.get("/failures/escaping").status()).isEqualTo(500);
			assertNothingButOneOrderIsRecorded(server, "/orders/8");
		}
	}

	@Test
	void patternThatIsNoneStopsTheStart() {
		assertThatException()
			.isThrownBy(() -> RunningServer.start("otel.instrumentation.http.server.exclude-paths=/quiet/{id"))
			.havingRootCause()
			.withMessageContaining("/quiet/{id");
	}

	@Test
	void switchLeavesTheServerAlone() {
		try (RunningServer server = RunningServer.start("otel.instrumentation.http.server.enabled=false")) {
			assertThat(server.get("/orders/7").body()).isEqualTo("order 7");
			ReceivedSpan span = server.collector().awaitSpan("find-order");
			assertThat(span.isRoot()).isTrue();
			assertThat(server.collector().spans()).hasSize(1);
		}
	}

	@Test
	void disabledSdkDoesNothing() {
		try (RunningServer server = RunningServer.start("otel.sdk.disabled=true")) {
			assertThat(server.get("/orders/7").body()).isEqualTo("order 7");
			assertThat(server.context().containsBean("otelSpringHttpServerHandlerFactory")).isFalse();
			assertThat(server.context().getEnvironment().getProperty("spring.reactor.context-propagation")).isNull();
			assertThat(server.context().getBean(OpenTelemetry.class)).isSameAs(OpenTelemetry.noop());
			assertThat(server.collector().requests()).isEmpty();
		}
	}

	@Test
	void beansThatAreMadeLateAreThere() {
		try (RunningServer server = RunningServer.start("spring.main.lazy-initialization=true")) {
			String traceId = server.exchange("GET", "/chain/7").traceId();
			assertThat(server.log(traceId, "fromFuture order 7"::equals).spanId())
				.isEqualTo(server.serverSpan(traceId).spanId());
			assertThat(server.serverSpan(server.exchange("GET", "/failures/advised/503").traceId())
				.attribute("error.type")).isEqualTo(FailureController.Advised.class.getName());
		}
	}

	@Test
	void secondVersionOfTheProtocolIsRecorded() throws Exception {
		try (RunningServer server = RunningServer.start("server.http2.enabled=true")) {
			HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
			for (int i = 0; i < 2; i++) {
				client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/orders/" + i))
					.build(), BodyHandlers.ofString());
			}
			ReceivedSpan span = server.collector()
				.awaitSpan((candidate) -> "/orders/1".equals(candidate.attribute("url.path")));
			assertThat(span.attributes()).containsEntry("network.protocol.version", "2")
				.containsEntry("network.peer.address", "127.0.0.1");
		}
	}

	@Test
	void twoApplicationsInOneJvmEachRecordTheirs() {
		try (RunningServer first = RunningServer.start(); RunningServer second = RunningServer.start()) {
			String secondTrace = second.exchange("GET", "/orders/7").traceId();
			second.trace(secondTrace, 2);
			assertThat(first.collector().spans()).isEmpty();
			String firstTrace = first.exchange("GET", "/chain/7").traceId();
			ReceivedSpan request = first.serverSpan(firstTrace);
			assertThat(first.span(firstTrace, "find-order").isChildOf(request)).isTrue();
			// Records go to the application that started last.
			assertThat(second.log(firstTrace, "parallel order 7"::equals).spanId()).isEqualTo(request.spanId());
			assertThat(second.collector().spans()).noneMatch((span) -> span.traceId().equals(firstTrace));
		}
	}

	private static Timer timer(RunningServer server, String tag, String value) {
		MeterRegistry registry = server.context().getBean(MeterRegistry.class);
		return server.collector()
			.await("the meter", () -> Optional.ofNullable(registry.find("http.server.requests").tag(tag, value).timer())
				.filter((timer) -> timer.count() > 0));
	}

	/**
	 * Let a further request through, whose spans are exported after all that could have
	 * been made before.
	 */
	private static void assertNothingButOneOrderIsRecorded(RunningServer server, String path, String... traceIds) {
		String traceId = server.exchange("GET", path).traceId();
		server.trace(traceId, 2);
		List<String> recorded = new ArrayList<>(List.of(traceIds));
		recorded.add(traceId);
		assertThat(server.collector().spans()).allMatch((span) -> recorded.contains(span.traceId()));
	}

}
