// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedLog;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedPoint;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector receives for an order.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "otel.bsp.schedule.delay=100ms", "otel.blrp.schedule.delay=100ms",
				"otel.metric.export.interval=500ms" })
@ActiveProfiles("collector")
@DirtiesContext
class OrderTelemetryTests {

	@AutoClose
	private static final OtlpCollector collector = OtlpCollector.start();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void sendToCollector(DynamicPropertyRegistry registry) {
		registry.add("otel.exporter.otlp.endpoint", collector::httpEndpoint);
	}

	@Test
	void orderIsOneTrace() {
		String orderId = order("c-trace", "book", "pen");
		assertThat(orderId).isNotEmpty();
		List<ReceivedSpan> trace = awaitTrace("c-trace", 11);
		assertThat(outline(trace)).isEqualTo("""
				POST /api/orders SERVER
				  validate_order INTERNAL
				  check_inventory INTERNAL
				    GET /api/inventory/{sku} CLIENT
				      GET /api/inventory/{sku} SERVER
				    GET /api/inventory/{sku} CLIENT
				      GET /api/inventory/{sku} SERVER
				  charge_payment INTERNAL
				    POST /api/payments CLIENT
				      POST /api/payments SERVER
				  save_order INTERNAL
				""");
		assertThat(span(trace, "POST /api/orders").attributes()).containsEntry("http.request.method", "POST")
			.containsEntry("http.route", "/api/orders")
			.containsEntry("url.path", "/api/orders")
			.containsEntry("url.scheme", "http")
			.containsEntry("http.response.status_code", 201L)
			.containsEntry("server.port", (long) this.port);
		assertThat(span(trace, "validate_order").attributes()).containsEntry("customer.id", "c-trace")
			.containsEntry("order.items_count", 2L);
		assertThat(span(trace, "check_inventory").attributes()).containsEntry("inventory.available", true);
		assertThat(span(trace, "charge_payment").attributes()).containsEntry("order.id", orderId);
		assertThat(span(trace, "save_order").attributes()).containsEntry("order.id", orderId);
		assertThat(trace).allSatisfy((span) -> {
			assertThat(span.status()).as(span.name()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(span.events()).as(span.name()).isEmpty();
			assertThat(span.resource()).containsEntry("service.name", "shop")
				.containsEntry("service.version", "0.1.0-SNAPSHOT");
		});
	}

	@Test
	void logRecordOfAnOrderBelongsToItsTrace() {
		String orderId = order("c-log", "book");
		ReceivedLog log = collector.awaitLog((candidate) -> orderId.equals(candidate.attribute("order.id")));
		ReceivedSpan server = span(awaitTrace("c-log", 9), "POST /api/orders");
		assertThat(log.body()).isEqualTo("Order created");
		assertThat(log.severityText()).isEqualTo("INFO");
		assertThat(log.attribute("customer.id")).isEqualTo("c-log");
		assertThat(log.traceId()).isEqualTo(server.traceId());
		assertThat(log.spanId()).isEqualTo(server.spanId());
		assertThat(log.resource()).isEqualTo(server.resource());
	}

	@Test
	void ordersAreCountedAndTimed() {
		order("c-metric", "pen");
		ReceivedMetric created = collector.awaitMetric(has("orders.created", Map.of("status", "created")));
		assertThat(created.unit()).isEqualTo("{order}");
		assertThat(created.monotonic()).isTrue();
		assertThat(point(created, Map.of("status", "created")).attributes()).hasSize(1);
		ReceivedMetric processing = collector.awaitMetric("orders.processing");
		assertThat(processing.unit()).isEqualTo("s");
		assertThat(processing.type()).isEqualTo(ReceivedMetric.Type.HISTOGRAM);
		assertThat(processing.points()).allSatisfy((point) -> assertThat(point.sum()).isBetween(0.0, 60.0));
		collector.awaitMetric(has("http.server.request.duration",
				Map.of("http.route", "/api/orders", "http.response.status_code", 201L)));
		collector.awaitMetric(has("http.client.request.duration", Map.of("http.request.method", "GET")));
	}

	@Test
	void rejectedOrderShowsWhereItFailed() {
		post("""
				{"items": [{"sku": "book", "quantity": 1, "price": 12.50}]}""").expectStatus().isBadRequest();
		ReceivedSpan validation = collector.awaitSpan(
				(span) -> span.name().equals("validate_order") && span.status() == ReceivedSpan.StatusCode.ERROR);
		ReceivedSpan server = collector.awaitSpan((span) -> validation.isChildOf(span));
		String exception = "com.example.shop.order.OrderRejectedException";
		assertThat(validation.attributes()).containsEntry("error.type", exception).doesNotContainKey("customer.id");
		assertThat(validation.events()).singleElement()
			.satisfies((event) -> assertThat(event.attributes()).containsEntry("exception.type", exception)
				.containsEntry("exception.message", "customer_id is missing"));
		assertThat(server.name()).isEqualTo("POST /api/orders");
		assertThat(server.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(server.attributes()).containsEntry("http.response.status_code", 400L)
			.doesNotContainKey("error.type");
		assertThat(server.events()).isEmpty();
		collector.awaitMetric(has("orders.created", Map.of("status", "invalid")));
		collector.awaitMetric(has("orders.processing", Map.of("error.type", exception)));
	}

	private String order(String customer, String... skus) {
		List<String> items = new ArrayList<>();
		for (String sku : skus) {
			items.add("""
					{"sku": "%s", "quantity": 1, "price": 12.50}""".formatted(sku));
		}
		Map<?, ?> order = post("""
				{"customer_id": "%s", "items": [%s]}""".formatted(customer, String.join(", ", items))).expectStatus()
			.isCreated()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		return (String) order.get("order_id");
	}

	private RestTestClient.ResponseSpec post(String order) {
		return RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.build()
			.post()
			.uri("/api/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(order)
			.exchange();
	}

	private static List<ReceivedSpan> awaitTrace(String customer, int size) {
		ReceivedSpan validation = collector.awaitSpan(
				(span) -> span.name().equals("validate_order") && customer.equals(span.attribute("customer.id")));
		return collector.await("the trace of " + customer, () -> {
			List<ReceivedSpan> trace = collector.spans()
				.stream()
				.filter((span) -> span.traceId().equals(validation.traceId()))
				.toList();
			return (trace.size() >= size) ? Optional.of(trace) : Optional.empty();
		});
	}

	private static ReceivedSpan span(List<ReceivedSpan> trace, String name) {
		return trace.stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
	}

	private static Predicate<ReceivedMetric> has(String name, Map<String, ?> attributes) {
		return (metric) -> metric.name().equals(name) && metric.point(attributes).isPresent();
	}

	private static ReceivedPoint point(ReceivedMetric metric, Map<String, ?> attributes) {
		return metric.point(attributes).orElseThrow();
	}

	private static String outline(List<ReceivedSpan> trace) {
		StringBuilder outline = new StringBuilder();
		trace.stream().filter(ReceivedSpan::isRoot).forEach((root) -> outline(trace, root, "", outline));
		return outline.toString();
	}

	private static void outline(List<ReceivedSpan> trace, ReceivedSpan parent, String indent, StringBuilder outline) {
		outline.append(indent).append(parent.name()).append(' ').append(parent.kind()).append('\n');
		trace.stream()
			.filter((span) -> span.isChildOf(parent))
			.sorted(Comparator.comparingLong(ReceivedSpan::startNanos))
			.forEach((child) -> outline(trace, child, indent + "  ", outline));
	}

}
