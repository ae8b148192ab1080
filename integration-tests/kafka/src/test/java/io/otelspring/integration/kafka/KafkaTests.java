// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ReceivedSpan.Kind;
import io.otelspring.test.ReceivedSpan.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a real broker and what a collector receives of it.
 */
class KafkaTests {

	private static final String PAYLOAD = "correct-horse-battery-staple";

	@AutoClose
	private static final ObservedApplication kafka = Broker.run(KafkaApplication.class);

	private static final OtlpCollector collector = kafka.collector();

	@Test
	void aListenerContinuesTheTraceOfTheSender() throws Exception {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("orders", 0, "4711", PAYLOAD));
		ReceivedSpan send = collector.awaitChild(caller, "send orders");
		ReceivedSpan process = collector.awaitChild(send, "process orders");
		String[] server = Broker.address().split(":");
		assertThat(send.kind()).isEqualTo(Kind.PRODUCER);
		assertThat(send.status()).isEqualTo(StatusCode.UNSET);
		assertThat(send.attributes())
			.containsOnlyKeys("messaging.system", "messaging.operation.name", "messaging.operation.type",
					"messaging.destination.name", "messaging.destination.partition.id", "messaging.kafka.offset",
					"messaging.kafka.message.key", "messaging.client.id", "server.address", "server.port")
			.containsAllEntriesOf(Map.of("messaging.system", "kafka", "messaging.operation.name", "send",
					"messaging.operation.type", "send", "messaging.destination.name", "orders",
					"messaging.destination.partition.id", "0", "messaging.kafka.message.key", "4711", "server.address",
					server[0], "server.port", Long.valueOf(server[1])));
		assertThat(process.kind()).isEqualTo(Kind.CONSUMER);
		assertThat(process.attributes())
			.containsOnlyKeys("messaging.system", "messaging.operation.name", "messaging.operation.type",
					"messaging.destination.name", "messaging.destination.partition.id", "messaging.kafka.offset",
					"messaging.kafka.message.key", "messaging.client.id", "messaging.consumer.group.name",
					"server.address", "server.port")
			.containsAllEntriesOf(Map.of("messaging.operation.name", "process", "messaging.operation.type", "process",
					"messaging.destination.name", "orders", "messaging.destination.partition.id", "0",
					"messaging.kafka.offset", send.attribute("messaging.kafka.offset"), "messaging.consumer.group.name",
					"shop"));
		assertThat(process.attribute("messaging.client.id")).asString().startsWith("consumer-shop-");
		assertThat(send.attribute("messaging.kafka.offset")).isInstanceOf(Long.class);
		collector.awaitLog((log) -> "received an order".equals(log.body()) && log.spanId().equals(process.spanId()));
		assertThat(collector.spans().toString()).doesNotContain(PAYLOAD);
	}

	@Test
	void sendingAndProcessingAreMeasured() throws Exception {
		template().send("orders", 0, "1", PAYLOAD).get();
		Map<String, Object> sent = Map.of("messaging.system", "kafka", "messaging.operation.name", "send",
				"messaging.destination.name", "orders");
		Map<String, Object> processed = Map.of("messaging.system", "kafka", "messaging.operation.name", "process",
				"messaging.destination.name", "orders", "messaging.consumer.group.name", "shop");
		assertMeasured("messaging.client.operation.duration", "s", sent);
		assertMeasured("messaging.client.sent.messages", "{message}", sent);
		assertMeasured("messaging.process.duration", "s", processed);
		assertMeasured("messaging.client.consumed.messages", "{message}", processed);
	}

	private static void assertMeasured(String name, String unit, Map<String, Object> attributes) {
		ReceivedMetric metric = collector
			.awaitMetric((each) -> each.name().equals(name) && each.point(attributes).isPresent());
		assertThat(metric.unit()).isEqualTo(unit);
	}

	@Test
	void metersOfTheLibraryStay() throws Exception {
		template().send("orders", 0, "1", PAYLOAD).get();
		MeterRegistry meters = kafka.bean(SimpleMeterRegistry.class);
		for (String name : List.of("spring.kafka.template", "spring.kafka.listener")) {
			collector.await(name,
					() -> meters.find(name)
						.tag("result", "success")
						.timers()
						.stream()
						.filter((timer) -> timer.count() > 0)
						.findAny());
		}
	}

	@Test
	void aForwardedRecordHasOneHeader() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("forwarded", "1", PAYLOAD));
		ReceivedSpan process = collector.awaitChild(caller, "send forwarded", "process forwarded");
		ReceivedSpan send = collector.awaitChild(process, "send forwarded-on");
		collector.awaitChild(send, "process forwarded-on");
		assertThat(kafka.bean(KafkaApplication.Listeners.class).traceparents).singleElement()
			.asString()
			.startsWith("00-" + send.traceId() + "-" + send.spanId() + "-");
	}

	@Test
	void factoriesAndInterceptorsOfTheApplicationStayInForce() {
		ReceivedSpan caller = kafka.inSpan("caller",
				() -> kafka.context().getBean("own", KafkaTemplate.class).send("own", 7, PAYLOAD));
		ReceivedSpan send = collector.awaitChild(caller, "send own");
		assertThat(send.attribute("messaging.kafka.message.key")).isEqualTo("7");
		ReceivedSpan process = collector.awaitChild(send, "process own");
		ReceivedSpan other = kafka.inSpan("caller", () -> template().send("customized", "1", PAYLOAD));
		ReceivedSpan customized = collector.awaitChild(other, "send customized", "process customized");
		assertThat(kafka.bean(KafkaApplication.class).intercepted)
			.containsExactlyInAnyOrder("factory " + process.spanId(), "container " + customized.spanId());
	}

	@Test
	void transactionsAreRecordedWithWhatTheySend() {
		ReceivedSpan caller = kafka.inSpan("caller", () -> template().send("transactions", "1", PAYLOAD));
		ReceivedSpan send = collector.awaitChild(caller, "send transactions");
		ReceivedSpan failed = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		ReceivedSpan aborted = collector.awaitChild(failed, "send committed");
		ReceivedSpan succeeded = collector
			.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.UNSET);
		ReceivedSpan committed = collector.awaitChild(succeeded, "send committed");
		collector.awaitChild(committed, "process committed");
		assertThat(collector.children(aborted)).isEmpty();
	}

	@Test
	void requestAndReplyAreOneTrace() throws Exception {
		@SuppressWarnings("unchecked")
		ReplyingKafkaTemplate<String, String, String> replying = kafka.bean(ReplyingKafkaTemplate.class);
		assertThat(replying.waitForAssignment(Duration.ofMinutes(1))).isTrue();
		ReceivedSpan caller = kafka.inSpan("caller", () -> {
			try {
				assertThat(replying.sendAndReceive(new ProducerRecord<>("questions", "1", PAYLOAD))
					.get(1, TimeUnit.MINUTES)
					.value()).isEqualTo("answered");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		ReceivedSpan process = collector.awaitChild(caller, "send questions", "process questions");
		ReceivedSpan reply = collector.awaitChild(process, "send replies");
		collector.awaitSpan((span) -> span.name().equals("process replies")
				&& span.links().stream().anyMatch((link) -> link.spanId().equals(reply.spanId())));
	}

	@Test
	void producersThatAFactoryMakesAreRecordedOnce() throws Exception {
		ProducerFactory<?, ?> factory = kafka.context().getBean("kafkaProducerFactory", ProducerFactory.class);
		ReceivedSpan caller = kafka.inSpan("caller", () -> {
			@SuppressWarnings("unchecked")
			Producer<Object, Object> producer = (Producer<Object, Object>) factory.createProducer();
			producer.send(new ProducerRecord<>("direct", "1", null));
			producer.flush();
			producer.close();
		});
		ReceivedSpan send = collector.awaitChild(caller, "send direct");
		assertThat(send.attribute("messaging.kafka.message.tombstone")).isEqualTo(true);
		assertThat(collector.children(caller)).hasSize(1);
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template() {
		return kafka.context().getBean("kafkaTemplate", KafkaTemplate.class);
	}

}
