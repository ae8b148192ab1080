// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a real RabbitMQ and what a collector receives of it.
 */
class RabbitTests {

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static RabbitBroker broker;

	@AutoClose
	private static ObservedApplication application;

	private static OtlpCollector collector;

	@BeforeAll
	static void start() throws Exception {
		broker = RabbitBroker.shared();
		application = broker.run(ShopApplication.class, PrintedTraces.ARGUMENT);
		collector = application.collector();
	}

	@AfterAll
	static void stop() {
		printed.close();
	}

	@Test
	void aListenerIsBelowTheSender() {
		ReceivedSpan caller = application.inSpan("order", () -> {
			template().convertAndSend("orders", RabbitBroker.SECRET, (message) -> {
				message.getMessageProperties().setMessageId("id-1");
				message.getMessageProperties().setCorrelationId("conversation-1");
				return message;
			});
			String trace = Span.current().getSpanContext().getTraceId();
			collector.awaitSpan((span) -> span.name().equals("process orders") && span.traceId().equals(trace));
		});
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		assertThat(send.name()).isEqualTo("send orders");
		assertThat(send.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
		assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(send.attributes()).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				Map.entry("messaging.system", "rabbitmq"), Map.entry("messaging.operation.name", "send"),
				Map.entry("messaging.operation.type", "send"), Map.entry("messaging.destination.name", "orders"),
				Map.entry("messaging.destination.template", "orders"),
				Map.entry("messaging.rabbitmq.destination.routing_key", "orders"),
				Map.entry("messaging.message.id", "id-1"),
				Map.entry("messaging.message.conversation_id", "conversation-1"),
				Map.entry("server.address", "localhost"), Map.entry("server.port", (long) broker.port()),
				Map.entry("network.peer.address", "127.0.0.1"), Map.entry("network.peer.port", (long) broker.port())));
		assertThat(process.name()).isEqualTo("process orders");
		assertThat(process.kind()).isEqualTo(ReceivedSpan.Kind.CONSUMER);
		assertThat(process.links()).isEmpty();
		assertThat(process.attributes()).containsEntry("messaging.operation.type", "process")
			.containsEntry("messaging.destination.name", "orders")
			.containsEntry("messaging.message.id", "id-1")
			.containsEntry("server.address", "localhost")
			.containsEntry("server.port", (long) broker.port())
			.hasEntrySatisfying("messaging.rabbitmq.message.delivery_tag",
					(tag) -> assertThat((Long) tag).isPositive());
		ReceivedSpan inside = collector.awaitChild(process, "inside");
		assertThat(inside.traceId()).isEqualTo(caller.traceId());
		printed.areShown("rabbitmq.md", caller);
	}

	@Test
	void routingKeysAreNoPartOfNames() {
		ReceivedSpan caller = application.inSpan("topic",
				() -> template().convertAndSend("shop", "order.4711.created", "4711"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		assertThat(send.name()).isEqualTo("send shop");
		assertThat(send.attributes()).containsEntry("messaging.destination.name", "shop:order.4711.created")
			.containsEntry("messaging.rabbitmq.destination.routing_key", "order.4711.created");
		assertThat(process.name()).isEqualTo("process shipping");
		assertThat(process.attributes()).containsEntry("messaging.destination.name",
				"shop:order.4711.created:shipping");
	}

	@Test
	void aQueueWithAMadeUpNameIsNamedByItsExchange() {
		ReceivedSpan caller = application.inSpan("fanout", () -> template().convertAndSend("news", "", "extra"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		assertThat(send.attributes()).containsEntry("messaging.destination.name", "news");
		assertThat(process.name()).isEqualTo("process news");
		assertThat(process.attributes()).containsEntry("messaging.destination.anonymous", true);
	}

	@Test
	void aReplyIsBelowTheListener() {
		ReceivedSpan caller = application.inSpan("rpc",
				() -> assertThat(template().convertSendAndReceive("rpc", "ping")).isEqualTo("pong"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		ReceivedSpan reply = collector.awaitChild(process);
		assertThat(reply.name()).isEqualTo("send");
		assertThat(reply.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
		assertThat(reply.attributes()).containsEntry("messaging.destination.anonymous", true);
	}

	@Test
	void aReplyToAQueueGoesOn() {
		ReceivedSpan caller = application.inSpan("send to", () -> template().convertAndSend("forward", "1"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		ReceivedSpan reply = collector.awaitChild(process, "send replies");
		collector.awaitChild(reply, "process replies");
	}

	@Test
	void aMessageThatIsAskedForHasALink() {
		ReceivedSpan sender = application.inSpan("pull", () -> template().convertAndSend("pull", "x"));
		ReceivedSpan send = collector.awaitChild(sender);
		awaitMessage("pull");
		ReceivedSpan caller = application.inSpan("pull", () -> {
			assertThat(template().receiveAndConvert("pull")).isEqualTo("x");
			assertThat(template().receive("pull")).isNull();
		});
		ReceivedSpan receive = collector.awaitChild(caller);
		assertThat(receive.name()).isEqualTo("receive pull");
		assertThat(receive.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(receive.links()).extracting(ReceivedSpan.Link::spanId).containsExactly(send.spanId());
		assertThat(collector.children(caller)).hasSize(1);
	}

	@Test
	void springsOwnTimersGoOn() {
		aListenerIsBelowTheSender();
		collector.await("the timer of the listener",
				() -> application.bean(MeterRegistry.class)
					.getMeters()
					.stream()
					.filter((meter) -> meter.getId().getName().equals("spring.rabbitmq.listener"))
					.findAny());
	}

	@Test
	void nothingIsRecordedOfWhatIsSuppressed() {
		ReceivedSpan caller = application.inSpan("suppressed",
				() -> application.bean(ShopApplication.Silent.class).send());
		aListenerIsBelowTheSender();
		assertThat(collector.trace(caller)).hasSize(1);
	}

	@Test
	void messagesAreMeasured() {
		aListenerIsBelowTheSender();
		Map<String, Object> server = Map.of("messaging.system", "rabbitmq", "messaging.destination.name", "orders",
				"messaging.destination.template", "orders", "server.address", "localhost", "server.port",
				(long) broker.port());
		for (String name : List.of("messaging.client.operation.duration", "messaging.client.sent.messages")) {
			assertThat(awaitMetric(name, server, "send").unit()).isIn("s", "{message}");
		}
		for (String name : List.of("messaging.process.duration", "messaging.client.consumed.messages")) {
			assertThat(awaitMetric(name, server, "process").unit()).isIn("s", "{message}");
		}
	}

	private static ReceivedMetric awaitMetric(String name, Map<String, Object> server, String operation) {
		Map<String, Object> attributes = new HashMap<>(server);
		attributes.put("messaging.operation.name", operation);
		attributes.put("messaging.operation.type", operation);
		return collector.awaitMetric((metric) -> metric.name().equals(name) && metric.point(attributes).isPresent());
	}

	private static void awaitMessage(String queue) {
		RabbitAdmin admin = application.bean(RabbitAdmin.class);
		collector.await("a message in " + queue,
				() -> Optional.ofNullable(admin.getQueueInfo(queue)).filter((info) -> info.getMessageCount() == 1));
	}

	private static RabbitTemplate template() {
		return application.bean(RabbitTemplate.class);
	}

}
