// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.test.HttpSocket;
import io.otelspring.test.ReceivedLog;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedPoint;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ReceivedSpan.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector receives for requests to a reactive application.
 */
class WebFluxServerTests {

	@AutoClose
	private static final RunningServer server = RunningServer.start();

	@Test
	void requestIsOneSpanWithTheConventionsAttributes() {
		RunningServer.Exchange exchange = server.exchange("GET", "/orders/7?a=b&sig=secret", "User-Agent: test/1");
		assertThat(exchange.response().body()).isEqualTo("order 7");
		ReceivedSpan span = server.serverSpan(exchange.traceId());
		assertThat(span.name()).isEqualTo("GET /orders/{id}");
		assertThat(span.parentSpanId()).isEqualTo(RunningServer.CALLER);
		assertThat(span.scope().name()).isEqualTo("io.otelspring.http.server");
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
		assertThat(span.events()).isEmpty();
		assertThat(span.attributes()).containsEntry("http.request.method", "GET")
			.containsEntry("http.route", "/orders/{id}")
			.containsEntry("http.response.status_code", 200L)
			.containsEntry("url.scheme", "http")
			.containsEntry("url.path", "/orders/7")
			.containsEntry("url.query", "a=b&sig=REDACTED")
			.containsEntry("user_agent.original", "test/1")
			.containsEntry("server.address", "localhost")
			.containsEntry("server.port", (long) server.port())
			.containsEntry("client.address", "127.0.0.1")
			.containsEntry("network.peer.address", "127.0.0.1")
			.containsEntry("network.protocol.version", "1.1")
			.containsKey("network.peer.port")
			.hasSize(13);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "/functional/7, GET /functional/{id}, /functional/{id}, 200",
					"/functional/stream/7, GET /functional/stream/{id}, /functional/stream/{id}, 200",
					"/hello.txt, GET, -, 200", "/nothing, GET, -, 404", "/orders/7/nothing, GET, -, 404",
					"/actuators, GET, -, 404" })
	void routeIsWhatTheRequestWasMatchedTo(String path, String name, String route, long status) {
		RunningServer.Exchange exchange = server.exchange("GET", path);
		assertThat(exchange.response().status()).isEqualTo((int) status);
		ReceivedSpan span = server.serverSpan(exchange.traceId());
		assertThat(span.name()).isEqualTo(name);
		assertThat(span.attribute("http.route")).isEqualTo(route);
		assertThat(span.attribute("http.response.status_code")).isEqualTo(status);
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
		assertThat(span.attribute("error.type")).isNull();
		assertThat(span.events()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "HEAD, /orders/7, HEAD /orders/{id}, 200", "OPTIONS, /orders/7, OPTIONS, 200",
			"DELETE, /orders/7, DELETE, 405" })
	void methodsAreRecordedByName(String method, String path, String name, long status) {
		RunningServer.Exchange exchange = server.exchange(method, path);
		ReceivedSpan span = server.serverSpan(exchange.traceId());
		assertThat(span.name()).isEqualTo(name);
		assertThat(span.attribute("http.request.method")).isEqualTo(method);
		assertThat(span.attribute("http.response.status_code")).isEqualTo(status);
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void methodThatIsNotKnownIsAnother() {
		ReceivedSpan span = server.serverSpan(server.exchange("BREW", "/orders/7").traceId());
		assertThat(span.name()).isEqualTo("HTTP");
		assertThat(span.attributes()).containsEntry("http.request.method", "_OTHER")
			.containsEntry("http.request.method_original", "BREW");
	}

	@ParameterizedTest
	@CsvSource({ "/failures/escaping, 500, java.lang.IllegalStateException, escaping",
			"/failures/thrown, 500, java.lang.IllegalStateException, thrown",
			"/failures/advised/503, 503, com.example.webflux.FailureController$Advised, advised",
			"/failures/advised-later/500, 500, com.example.webflux.FailureController$Advised, later",
			"/failures/local, 500, com.example.webflux.FailureController$Local, local",
			"/failures/status/503, 503, org.springframework.web.server.ResponseStatusException, expected",
			"/functional-failure, 500, com.example.webflux.FailureController$OrderFailed, functional",
			"/failures/broken-stream, 200, com.example.webflux.FailureController$OrderFailed, broken stream" })
	void exceptionIsRecordedOnce(String path, long status, String type, String message) {
		RunningServer.Exchange exchange = server.exchange("GET", path);
		assertThat(exchange.response().status()).isEqualTo((int) status);
		ReceivedSpan span = server.serverSpan(exchange.traceId());
		assertThat(span.status()).isEqualTo(StatusCode.ERROR);
		assertThat(span.statusMessage()).contains(message);
		assertThat(span.attributes()).containsEntry("error.type", type)
			.containsEntry("http.response.status_code", status);
		assertThat(span.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsKey("exception.type")
				.containsKey("exception.stacktrace"));
	}

	@Test
	void responseOfThe5xxClassWithoutAnExceptionIsAnError() {
		ReceivedSpan span = server.serverSpan(server.exchange("GET", "/failures/returned/503").traceId());
		assertThat(span.status()).isEqualTo(StatusCode.ERROR);
		assertThat(span.attributes()).containsEntry("error.type", "503");
		assertThat(span.events()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/failures/advised/409, 409", "/failures/advised-later/422, 422", "/failures/status/404, 404",
			"/failures/status/400, 400", "/failures/returned/404, 404", "/failures/rescued, 200",
			"/failures/advised/x, 400" })
	void whatIsResolvedBelow500IsNoError(String path, long status) {
		RunningServer.Exchange exchange = server.exchange("GET", path);
		ReceivedSpan span = server.serverSpan(exchange.traceId());
		assertThat(span.attribute("http.response.status_code")).isEqualTo(status);
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
		assertThat(span.attribute("error.type")).isNull();
		assertThat(span.events()).isEmpty();
	}

	@Test
	void reportOfTheErrorHandlerBelongsToTheRequest() {
		String traceId = server.exchange("GET", "/failures/escaping").traceId();
		ReceivedLog log = server.log(traceId, (body) -> body.contains("500 Server Error"));
		assertThat(log.spanId()).isEqualTo(server.serverSpan(traceId).spanId());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/lines" })
	void spanOfAStreamEndsWithItsLastElement(String path) {
		RunningServer.Exchange exchange = server.exchange("GET", path);
		assertThat(exchange.response().status()).isEqualTo(200);
		ReceivedSpan span = server.serverSpan(exchange.traceId());
		// The clock of the system may be set meanwhile, by less than an element takes
		assertThat(TimeUnit.NANOSECONDS.toMillis(span.endNanos()))
			.isGreaterThan(OrderController.lastElement - OrderController.ELEMENT_MILLIS);
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void elementsOfAStreamBelongToTheRequest() {
		String traceId = server.exchange("GET", "/events").traceId();
		ReceivedLog log = server.log(traceId, "event 4"::equals);
		assertThat(log.spanId()).isEqualTo(server.serverSpan(traceId).spanId());
	}

	@Test
	void clientThatLeavesAStreamIsNoError() throws Exception {
		String traceId = RunningServer.newTraceId();
		Socket socket = HttpSocket.send(server.port(), "/endless", "traceparent: " + RunningServer.parent(traceId));
		assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
		socket.close();
		ReceivedSpan span = server.serverSpan(traceId);
		assertThat(span.name()).isEqualTo("GET /endless");
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
		assertThat(span.attributes()).containsEntry("http.response.status_code", 200L).doesNotContainKey("error.type");
		assertThat(span.events()).isEmpty();
	}

	@Test
	void clientThatDoesNotWaitForTheResponseIsNoError() throws Exception {
		OrderController.arrived = new CountDownLatch(1);
		String traceId = RunningServer.newTraceId();
		Socket socket = HttpSocket.send(server.port(), "/never", "traceparent: " + RunningServer.parent(traceId));
		assertThat(OrderController.arrived.await(1, TimeUnit.MINUTES)).isTrue();
		socket.close();
		ReceivedSpan span = server.serverSpan(traceId);
		assertThat(span.name()).isEqualTo("GET /never");
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
		assertThat(span.attributes()).doesNotContainKeys("http.response.status_code", "error.type");
	}

	@Test
	void webSocketEndsWithItsUpgrade() throws Exception {
		String traceId = RunningServer.newTraceId();
		CompletableFuture<String> received = new CompletableFuture<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("traceparent", RunningServer.parent(traceId))
			.buildAsync(URI.create("ws://localhost:" + server.port() + "/echo"), new WebSocket.Listener() {

				@Override
				public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
					received.complete(data.toString());
					return null;
				}

			})
			.get(1, TimeUnit.MINUTES);
		ReceivedSpan span = server.serverSpan(traceId);
		assertThat(span.name()).isEqualTo("GET /echo");
		assertThat(span.attribute("http.response.status_code")).isEqualTo(101L);
		assertThat(span.status()).isEqualTo(StatusCode.UNSET);
		socket.sendText("hello", true);
		assertThat(received.get(1, TimeUnit.MINUTES)).isEqualTo("hello");
		socket.abort();
	}

	@Test
	void everyOperatorBelongsToTheRequest() {
		String traceId = server.exchange("GET", "/chain/7").traceId();
		ReceivedSpan request = server.serverSpan(traceId);
		ReceivedSpan find = server.span(traceId, "find-order");
		assertThat(find.isChildOf(request)).isTrue();
		assertThat(find.attributes()).containsEntry("order.id", "7");
		for (String operator : List.of("publishOn", "delayElement", "flatMap", "fromFuture", "parallel", "interval",
				"defer")) {
			ReceivedLog log = server.log(traceId, (body) -> body.startsWith(operator));
			assertThat(log.spanId()).as(operator).isEqualTo(request.spanId());
		}
		assertThat(server.log(traceId, "finding 7"::equals).spanId()).isEqualTo(find.spanId());
		assertThat(server.trace(traceId, 2)).hasSize(2);
	}

	@Test
	void tracedFluxIsTheParentOfWhatItCalls() {
		String traceId = server.exchange("GET", "/many/7").traceId();
		List<ReceivedSpan> trace = server.trace(traceId, 5);
		ReceivedSpan request = server.serverSpan(traceId);
		ReceivedSpan all = server.span(traceId, "find-orders");
		assertThat(all.isChildOf(request)).isTrue();
		assertThat(trace).filteredOn((span) -> span.name().equals("find-order"))
			.hasSize(3)
			.allMatch((span) -> span.isChildOf(all));
		assertThat(server.log(traceId, "found order 72"::equals).spanId()).isEqualTo(all.spanId());
	}

	@Test
	void bodyThatArrivesLaterBelongsToTheRequest() throws Exception {
		String traceId = RunningServer.newTraceId();
		try (Socket socket = new Socket("127.0.0.1", server.port())) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write(("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n"
						+ "traceparent: " + RunningServer.parent(traceId) + "\r\n\r\n")
					.getBytes());
			socket.getOutputStream().flush();
			Thread.sleep(50);
			socket.getOutputStream().write('9');
			socket.getOutputStream().flush();
			assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
		}
		ReceivedSpan request = server.serverSpan(traceId);
		assertThat(server.log(traceId, "body 9"::equals).spanId()).isEqualTo(request.spanId());
		assertThat(server.span(traceId, "find-order").isChildOf(request)).isTrue();
	}

	@Test
	void threadsAreCleanAfterwards() {
		for (int i = 0; i < 8; i++) {
			server.exchange("GET", "/chain/" + i);
			assertThat(server.get("/plain/1", "traceparent: 00-" + "0".repeat(31) + "1-00000000000000bb-00").body())
				.doesNotContain(RunningServer.CALLER);
		}
		ReceivedSpan span = server.collector().await("a root", () -> {
			server.get("/plain/root");
			return server.collector()
				.spans()
				.stream()
				.filter((candidate) -> "/plain/root".equals(candidate.attribute("url.path")))
				.findFirst();
		});
		assertThat(span.isRoot()).isTrue();
	}

	@Test
	void requestsAreMeasured() {
		server.exchange("GET", "/orders/7");
		server.exchange("GET", "/failures/escaping");
		Map<String, ?> found = Map.of("http.request.method", "GET", "http.route", "/orders/{id}", "url.scheme", "http",
				"http.response.status_code", 200L, "network.protocol.version", "1.1");
		ReceivedMetric duration = server.collector()
			.awaitMetric((metric) -> metric.name().equals("http.server.request.duration")
					&& metric.point(found).isPresent());
		assertThat(duration.unit()).isEqualTo("s");
		server.collector()
			.awaitMetric((metric) -> metric.name().equals("http.server.request.duration") && metric.points()
				.stream()
				.anyMatch((point) -> "java.lang.IllegalStateException".equals(point.attribute("error.type"))));
		server.collector()
			.awaitMetric((metric) -> metric.name().equals("http.server.active_requests")
					&& metric.points().stream().allMatch(WebFluxServerTests::isZero));
	}

	@Test
	void severalTraceStateHeadersAreOne() {
		RunningServer.Exchange exchange = server.exchange("GET", "/orders/7", "tracestate: a=1", "tracestate: b=2");
		assertThat(server.serverSpan(exchange.traceId()).traceState()).isEqualTo("a=1,b=2");
	}

	@Test
	void unsampledParentMakesNoSpan() {
		String traceId = RunningServer.newTraceId();
		String body = server
			.get("/current", "traceparent: 00-" + traceId + "-" + RunningServer.CALLER + "-00", "baggage: tenant=acme")
			.body();
		assertThat(body).startsWith(traceId + " false acme");
		String sampled = server.exchange("GET", "/orders/7").traceId();
		server.serverSpan(sampled);
		assertThat(server.collector().spans()).noneMatch((span) -> span.traceId().equals(traceId));
	}

	@ParameterizedTest
	@ValueSource(strings = { "traceparent: ", "traceparent: 00", "traceparent: 00-zz-zz-01",
			"traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "baggage: =,;==,,%zz=%,a=%ff%",
			"tracestate: ,,,=,=" })
	void malformedHeaderStartsANewTrace(String header) {
		String path = "/orders/malformed" + Math.abs(header.hashCode());
		assertThat(server.get(path, header).status()).isEqualTo(200);
		ReceivedSpan span = server.collector().awaitSpan((candidate) -> path.equals(candidate.attribute("url.path")));
		assertThat(span.isRoot()).isTrue();
		assertThat(span.traceId()).isNotEqualTo("0af7651916cd43dd8448eb211c80319c");
	}

	@Test
	void actuatorIsNotRecorded() {
		RunningServer.Exchange health = server.exchange("GET", "/actuator/health");
		assertThat(health.response().status()).isEqualTo(200);
		assertThat(health.response().header("traceresponse")).isNull();
		RunningServer.Exchange links = server.exchange("GET", "/actuator");
		RunningServer.Exchange nothing = server.exchange("GET", "/actuator/nothing");
		RunningServer.Exchange encoded = server.exchange("GET", "/%61ctuator/health");
		assertThat(encoded.response().status()).isEqualTo(200);
		server.serverSpan(server.exchange("GET", "/orders/7").traceId());
		assertThat(server.collector().spans()).extracting(ReceivedSpan::traceId)
			.doesNotContain(health.traceId(), links.traceId(), nothing.traceId(), encoded.traceId());
	}

	private static boolean isZero(ReceivedPoint point) {
		return point.value() != null && point.value().longValue() == 0;
	}

}
