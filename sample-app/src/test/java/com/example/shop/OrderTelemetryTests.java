// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

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
				"otel.metric.export.interval=500ms", "spring.datasource.generate-unique-name=true" })
@ActiveProfiles("collector")
@DirtiesContext
class OrderTelemetryTests {

	@AutoClose
	private static final OtlpCollector collector = OtlpCollector.start();

	@LocalServerPort
	private int port;

	private Orders orders;

	@DynamicPropertySource
	static void sendToCollector(DynamicPropertyRegistry registry) {
		registry.add("otel.exporter.otlp.endpoint", collector::httpEndpoint);
	}

	@BeforeEach
	void connect() {
		this.orders = new Orders(collector, this.port);
	}

	@Test
	void orderIsOneTrace() {
		String orderId = this.orders.place("c-trace", "book", "pen");
		assertThat(orderId).isNotEmpty();
		List<ReceivedSpan> trace = this.orders.awaitTrace("c-trace", 17);
		assertThat(Orders.outline(trace, Comparator.comparingLong(ReceivedSpan::startNanos))).isEqualTo("""
				POST /api/orders SERVER
				  validate_order INTERNAL
				  check_inventory INTERNAL
				    GET /api/inventory/{sku} CLIENT
				      GET /api/inventory/{sku} SERVER
				        SELECT stock CLIENT
				    GET /api/inventory/{sku} CLIENT
				      GET /api/inventory/{sku} SERVER
				        SELECT stock CLIENT
				  charge_payment INTERNAL
				    POST /api/payments CLIENT
				      POST /api/payments SERVER
				  save_order INTERNAL
				    INSERT orders CLIENT
				    INSERT order_items CLIENT
				    INSERT order_items CLIENT
				  send_confirmation INTERNAL
				""");
		assertThat(Orders.span(trace, "POST /api/orders").attributes()).containsEntry("http.request.method", "POST")
			.containsEntry("http.route", "/api/orders")
			.containsEntry("url.path", "/api/orders")
			.containsEntry("url.scheme", "http")
			.containsEntry("http.response.status_code", 201L)
			.containsEntry("server.port", (long) this.port);
		assertThat(Orders.span(trace, "validate_order").attributes()).containsEntry("customer.id", "c-trace")
			.containsEntry("order.items_count", 2L);
		assertThat(Orders.span(trace, "check_inventory").attributes()).containsEntry("inventory.available", true);
		assertThat(Orders.span(trace, "charge_payment").attributes()).containsEntry("order.id", orderId);
		assertThat(Orders.span(trace, "save_order").attributes()).containsEntry("order.id", orderId);
		assertThat(trace).allSatisfy((span) -> {
			assertThat(span.status()).as(span.name()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(span.events()).as(span.name()).isEmpty();
			assertThat(span.resource()).containsEntry("service.name", "shop")
				.containsEntry("service.version", "0.1.0-SNAPSHOT");
		});
	}

	@Test
	void logRecordsOfAnOrderBelongToItsTrace() {
		String orderId = this.orders.place("c-log", "book");
		ReceivedLog log = collector.awaitLog((candidate) -> orderId.equals(candidate.attribute("order.id"))
				&& candidate.body().equals("Order created"));
		ReceivedSpan server = Orders.span(this.orders.awaitTrace("c-log", 13), "POST /api/orders");
		assertThat(log.severityText()).isEqualTo("INFO");
		assertThat(log.attribute("customer.id")).isEqualTo("c-log");
		assertThat(log.traceId()).isEqualTo(server.traceId());
		assertThat(log.spanId()).isEqualTo(server.spanId());
		assertThat(log.resource()).isEqualTo(server.resource());
		ReceivedLog confirmation = collector.awaitLog((candidate) -> orderId.equals(candidate.attribute("order.id"))
				&& candidate.body().equals("Confirmation sent"));
		assertThat(confirmation.traceId()).isEqualTo(server.traceId());
		assertThat(confirmation.spanId())
			.isEqualTo(Orders.span(this.orders.awaitTrace("c-log", 13), "send_confirmation").spanId());
	}

	@Test
	void ordersAreCountedAndTimed() {
		this.orders.place("c-metric", "pen");
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
		collector.awaitMetric(has("db.client.operation.duration", Map.of("db.query.summary", "INSERT orders")));
	}

	@Test
	void rejectedOrderShowsWhereItFailed() {
		this.orders.post("""
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

	private static Predicate<ReceivedMetric> has(String name, Map<String, ?> attributes) {
		return (metric) -> metric.name().equals(name) && metric.point(attributes).isPresent();
	}

	private static ReceivedPoint point(ReceivedMetric metric, Map<String, ?> attributes) {
		return metric.point(attributes).orElseThrow();
	}

}
