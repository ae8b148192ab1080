// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a real RabbitMQ and what a collector receives of it.
 */
class RabbitTests {

	private static final PrintedTraces printed = PrintedTraces.keep();

	@RegisterExtension
	static final RunningApplication rabbit = new RunningApplication(PrintedTraces.ARGUMENT);

	@AfterAll
	static void stop() {
		printed.close();
	}

	@Test
	void aListenerIsBelowTheSender() {
		ReceivedSpan caller = rabbit.application().inSpan("order", () -> {
			template().convertAndSend("orders", RabbitBroker.SECRET, (message) -> {
				message.getMessageProperties().setMessageId("id-1");
				message.getMessageProperties().setCorrelationId("conversation-1");
				return message;
			});
			String trace = Span.current().getSpanContext().getTraceId();
			rabbit.collector()
				.awaitSpan((span) -> span.name().equals("process orders") && span.traceId().equals(trace));
		});
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
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
				Map.entry("server.address", "localhost"), Map.entry("server.port", (long) rabbit.broker().port()),
				Map.entry("network.peer.address", "127.0.0.1"),
				Map.entry("network.peer.port", (long) rabbit.broker().port())));
		assertThat(process.name()).isEqualTo("process orders");
		assertThat(process.kind()).isEqualTo(ReceivedSpan.Kind.CONSUMER);
		assertThat(process.links()).isEmpty();
		assertThat(process.attributes()).containsEntry("messaging.operation.type", "process")
			.containsEntry("messaging.destination.name", "orders")
			.containsEntry("messaging.message.id", "id-1")
			.containsEntry("server.address", "localhost")
			.containsEntry("server.port", (long) rabbit.broker().port())
			.hasEntrySatisfying("messaging.rabbitmq.message.delivery_tag",
					(tag) -> assertThat((Long) tag).isPositive());
		ReceivedSpan inside = rabbit.collector()
			.awaitSpan((span) -> span.name().equals("inside") && span.isChildOf(process));
		assertThat(inside.traceId()).isEqualTo(caller.traceId());
		printed.areShown("rabbitmq.md", caller);
	}

	@Test
	void routingKeysAreNoPartOfNames() {
		ReceivedSpan caller = rabbit.application()
			.inSpan("topic", () -> template().convertAndSend("shop", "order.4711.created", "4711"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		assertThat(send.name()).isEqualTo("send shop");
		assertThat(send.attributes()).containsEntry("messaging.destination.name", "shop:order.4711.created")
			.containsEntry("messaging.rabbitmq.destination.routing_key", "order.4711.created");
		assertThat(process.name()).isEqualTo("process shipping");
		assertThat(process.attributes()).containsEntry("messaging.destination.name",
				"shop:order.4711.created:shipping");
	}

	@Test
	void aQueueWithAMadeUpNameIsNamedByItsExchange() {
		ReceivedSpan caller = rabbit.application()
			.inSpan("fanout", () -> template().convertAndSend("news", "", "extra"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		assertThat(send.attributes()).containsEntry("messaging.destination.name", "news");
		assertThat(process.name()).isEqualTo("process news");
		assertThat(process.attributes()).containsEntry("messaging.destination.anonymous", true);
	}

	@Test
	void aReplyIsBelowTheListener() {
		ReceivedSpan caller = rabbit.application()
			.inSpan("rpc", () -> assertThat(template().convertSendAndReceive("rpc", "ping")).isEqualTo("pong"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		ReceivedSpan reply = rabbit.collector().awaitSpan((span) -> span.isChildOf(process));
		assertThat(reply.name()).isEqualTo("send");
		assertThat(reply.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
		assertThat(reply.attributes()).containsEntry("messaging.destination.anonymous", true);
	}

	@Test
	void aReplyToAQueueGoesOn() {
		ReceivedSpan caller = rabbit.application().inSpan("send to", () -> template().convertAndSend("forward", "1"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
		ReceivedSpan reply = rabbit.collector()
			.awaitSpan((span) -> span.isChildOf(process) && span.name().equals("send replies"));
		rabbit.collector().awaitSpan((span) -> span.isChildOf(reply) && span.name().equals("process replies"));
	}

	@Test
	void aMessageThatIsAskedForHasALink() {
		ReceivedSpan sender = rabbit.application().inSpan("pull", () -> template().convertAndSend("pull", "x"));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(sender));
		ReceivedSpan caller = rabbit.application().inSpan("pull", () -> {
			assertThat(template().receiveAndConvert("pull")).isEqualTo("x");
			assertThat(template().receive("pull")).isNull();
		});
		ReceivedSpan receive = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		assertThat(receive.name()).isEqualTo("receive pull");
		assertThat(receive.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(receive.links()).extracting(ReceivedSpan.Link::spanId).containsExactly(send.spanId());
		assertThat(rabbit.collector().spans().stream().filter((span) -> span.isChildOf(caller))).hasSize(1);
	}

	@Test
	void springsOwnTimersGoOn() {
		aListenerIsBelowTheSender();
		rabbit.collector()
			.await("the timer of the listener",
					() -> rabbit.application()
						.bean(MeterRegistry.class)
						.getMeters()
						.stream()
						.filter((meter) -> meter.getId().getName().equals("spring.rabbitmq.listener"))
						.findAny());
	}

	@Test
	void nothingIsRecordedOfWhatIsSuppressed() {
		ReceivedSpan caller = rabbit.application()
			.inSpan("suppressed", () -> rabbit.application().bean(ShopApplication.Silent.class).send());
		aListenerIsBelowTheSender();
		assertThat(rabbit.collector().spans().stream().filter((span) -> span.traceId().equals(caller.traceId())))
			.hasSize(1);
	}

	@Test
	void messagesAreMeasured() {
		aListenerIsBelowTheSender();
		Map<String, Object> server = Map.of("messaging.system", "rabbitmq", "messaging.destination.name", "orders",
				"messaging.destination.template", "orders", "server.address", "localhost", "server.port",
				(long) rabbit.broker().port());
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
		return rabbit.collector()
			.awaitMetric((metric) -> metric.name().equals(name) && metric.point(attributes).isPresent());
	}

	private static RabbitTemplate template() {
		return rabbit.application().bean(RabbitTemplate.class);
	}

}
