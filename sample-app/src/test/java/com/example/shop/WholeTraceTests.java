// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedLog;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector receives for an order where all parts of the shop take part in it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "otel.bsp.schedule.delay=100ms", "otel.blrp.schedule.delay=100ms",
				"otel.metric.export.interval=500ms", "spring.datasource.generate-unique-name=true" })
@ActiveProfiles({ "collector", "grpc", "kafka" })
@Import(LocalBroker.class)
@DirtiesContext
class WholeTraceTests {

	private static final int SPANS = 21;

	private static final int INFO = 9;

	@AutoClose
	private static final OtlpCollector collector = OtlpCollector.start();

	@LocalServerPort
	private int port;

	private Orders orders;

	@DynamicPropertySource
	static void configure(DynamicPropertyRegistry registry) throws IOException {
		int grpcPort = ServerProcess.freePort();
		registry.add("otel.exporter.otlp.endpoint", collector::httpEndpoint);
		registry.add("spring.grpc.server.port", () -> grpcPort);
	}

	@BeforeEach
	void connect() {
		this.orders = new Orders(collector, this.port);
	}

	@Test
	void orderIsOneTraceThroughHttpJdbcGrpcKafkaAndOtherThreads() {
		String orderId = this.orders.place("c-whole", "book", "pen");
		List<ReceivedSpan> trace = this.orders.awaitTrace("c-whole", SPANS);
		assertThat(Orders.outline(trace, Comparator.comparing(ReceivedSpan::name))).isEqualTo("""
				POST /api/orders SERVER
				  charge_payment INTERNAL
				    POST /api/payments CLIENT
				      POST /api/payments SERVER
				  check_inventory INTERNAL
				    shop.Inventory/Find CLIENT
				      shop.Inventory/Find SERVER
				        SELECT stock CLIENT
				    shop.Inventory/Find CLIENT
				      shop.Inventory/Find SERVER
				        SELECT stock CLIENT
				  save_order INTERNAL
				    INSERT order_items CLIENT
				    INSERT order_items CLIENT
				    INSERT orders CLIENT
				  send orders PRODUCER
				    process orders CONSUMER
				      ship_order INTERNAL
				        INSERT shipments CLIENT
				  send_confirmation INTERNAL
				  validate_order INTERNAL
				""");
		assertThat(trace).filteredOn(ReceivedSpan::isRoot).hasSize(1);
		assertThat(trace).allSatisfy((span) -> {
			assertThat(span.status()).as(span.name()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(span.events()).as(span.name()).isEmpty();
			assertThat(span.links()).as(span.name()).isEmpty();
			assertThat(span.resource()).containsEntry("service.name", "shop");
		});
		assertThat(Orders.span(trace, "send_confirmation").attributes()).containsEntry("order.id", orderId);
		assertThat(Orders.span(trace, "ship_order").attributes()).containsEntry("order.id", orderId);
	}

	@Test
	void spansOfTheWholeTraceSayWhatTheyAre() {
		this.orders.place("c-attributes", "book", "pen");
		List<ReceivedSpan> trace = this.orders.awaitTrace("c-attributes", SPANS);
		assertThat(Orders.span(trace, "INSERT shipments").attributes()).containsAllEntriesOf(Map.of("db.system.name",
				"h2database", "db.operation.name", "INSERT", "db.collection.name", "shipments", "db.query.summary",
				"INSERT shipments", "db.query.text", "insert into shipments (shipment_id, order_id) values (?, ?)"));
		assertThat(Orders.span(trace, "shop.Inventory/Find").attributes()).containsAllEntriesOf(Map
			.of("rpc.system.name", "grpc", "rpc.method", "shop.Inventory/Find", "rpc.response.status_code", "OK"));
		assertThat(Orders.span(trace, "send orders").attributes())
			.containsAllEntriesOf(Map.of("messaging.system", "kafka", "messaging.operation.type", "send",
					"messaging.destination.name", "orders", "messaging.destination.partition.id", "0"))
			.containsKey("messaging.kafka.offset");
		assertThat(Orders.span(trace, "process orders").attributes())
			.containsAllEntriesOf(Map.of("messaging.system", "kafka", "messaging.operation.type", "process",
					"messaging.destination.name", "orders", "messaging.consumer.group.name", "shipping",
					"messaging.destination.partition.id", "0"))
			.containsKey("messaging.kafka.offset");
	}

	@Test
	void everyLogRecordOfAnOrderBelongsToItsTrace() {
		String orderId = this.orders.place("c-logs", "book", "pen");
		List<ReceivedSpan> trace = this.orders.awaitTrace("c-logs", SPANS);
		collector.awaitLog((log) -> isOf(log, orderId) && log.body().equals("Confirmation sent"));
		collector.awaitLog((log) -> isOf(log, orderId) && log.body().equals("Order created"));
		collector.awaitLog((log) -> isOf(log, orderId) && log.body().equals("Order shipped"));
		Map<String, ReceivedSpan> expected = Map.of("Order created", Orders.span(trace, "POST /api/orders"),
				"Confirmation sent", Orders.span(trace, "send_confirmation"), "Order goes to the warehouse",
				Orders.span(trace, "process orders"), "Order shipped", Orders.span(trace, "ship_order"));
		assertThat(collector.logRecords()).filteredOn((log) -> isOf(log, orderId)).hasSize(4).allSatisfy((log) -> {
			assertThat(log.traceId()).isEqualTo(trace.get(0).traceId());
			assertThat(log.spanId()).as(String.valueOf(log.body())).isEqualTo(expected.get(log.body()).spanId());
		});
	}

	@Test
	void nothingIsWarnedOf() {
		collector.awaitLog((log) -> String.valueOf(log.body()).startsWith("OpenTelemetry exports"));
		// What Kafka says of its connections on a busy machine is its own
		assertThat(collector.logRecords()).filteredOn((log) -> log.severityNumber() > INFO)
			.filteredOn((log) -> !log.scope().name().contains("kafka"))
			.extracting(ReceivedLog::body)
			.isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void everyPartIsMeasured(String metric, Map<String, ?> attributes) {
		this.orders.place("c-metrics", "pen");
		ReceivedMetric duration = collector
			.awaitMetric((candidate) -> candidate.name().equals(metric) && candidate.point(attributes).isPresent());
		assertThat(duration.unit()).isEqualTo("s");
		assertThat(duration.type()).isEqualTo(ReceivedMetric.Type.HISTOGRAM);
	}

	static Stream<Object[]> everyPartIsMeasured() {
		return Stream.of(new Object[] { "http.server.request.duration", Map.of("http.route", "/api/orders") },
				new Object[] { "http.client.request.duration", Map.of("http.request.method", "POST") },
				new Object[] { "db.client.operation.duration", Map.of("db.query.summary", "INSERT shipments") },
				new Object[] { "rpc.client.call.duration", Map.of("rpc.method", "shop.Inventory/Find") },
				new Object[] { "rpc.server.call.duration", Map.of("rpc.method", "shop.Inventory/Find") },
				new Object[] { "messaging.client.operation.duration", Map.of("messaging.destination.name", "orders") },
				new Object[] { "messaging.process.duration", Map.of("messaging.destination.name", "orders") },
				new Object[] { "orders.processing", Map.of() });
	}

	private static boolean isOf(ReceivedLog log, String orderId) {
		return orderId.equals(log.attribute("order.id"));
	}

}
