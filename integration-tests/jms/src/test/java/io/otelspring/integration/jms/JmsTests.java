// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.SimpleJmsListenerContainerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with an embedded Artemis and what a collector receives of them.
 */
class JmsTests {

	private static final String QUIET = "--logging.level.root=error";

	private static final String SECRET = "correct-horse-battery-staple";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static EmbeddedBroker broker;

	private static ObservedApplication application;

	@BeforeAll
	static void start() throws Exception {
		collector = OtlpCollector.start();
		broker = EmbeddedBroker.start("vm://0");
		application = ObservedApplication.run(collector, Application.class, QUIET, PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() throws Exception {
		application.close();
		broker.close();
		collector.close();
		printed.close();
	}

	@Test
	void aListenerIsBelowTheSender() {
		ReceivedSpan caller = application.inSpan("order", () -> {
			template().convertAndSend("orders", SECRET, (message) -> {
				message.setJMSCorrelationID("conversation-1");
				return message;
			});
			String trace = Span.current().getSpanContext().getTraceId();
			collector.awaitSpan((span) -> span.name().equals("process orders") && span.traceId().equals(trace));
		});
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		Object id = send.attribute("messaging.message.id");
		assertThat(id).isNotNull();
		assertThat(send.name()).isEqualTo("send orders");
		assertThat(send.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
		assertThat(send.attributes()).containsExactlyInAnyOrderEntriesOf(Map.of("messaging.system", "activemq",
				"messaging.operation.name", "send", "messaging.operation.type", "send", "messaging.destination.name",
				"orders", "messaging.message.id", id, "messaging.message.conversation_id", "conversation-1"));
		assertThat(process.name()).isEqualTo("process orders");
		assertThat(process.kind()).isEqualTo(ReceivedSpan.Kind.CONSUMER);
		assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(process.attributes())
			.containsExactlyInAnyOrderEntriesOf(Map.of("messaging.system", "activemq", "messaging.operation.name",
					"process", "messaging.operation.type", "process", "messaging.destination.name", "orders",
					"messaging.message.id", id, "messaging.message.conversation_id", "conversation-1"));
		collector.awaitChild(process, "inside");
		printed.areShown("jms.md", caller);
	}

	@Test
	void theClientIsRecorded() {
		ReceivedSpan caller = application.inSpan("client",
				() -> application.bean(JmsClient.class).destination("orders").withTimeToLive(10000).send("x"));
		ReceivedSpan send = collector.awaitChild(caller);
		assertThat(collector.awaitChild(send).name()).isEqualTo("process orders");
	}

	@Test
	void aReplyIsBelowTheListenerAndATemporaryQueueIsNoName() {
		ReceivedSpan caller = application.inSpan("rpc", () -> {
			Message reply = template().sendAndReceive("rpc", (session) -> session.createTextMessage("ping"));
			assertThat(reply).isNotNull();
		});
		ReceivedSpan send = collector.awaitChild(caller, "send rpc");
		ReceivedSpan process = collector.awaitChild(send);
		ReceivedSpan reply = collector.awaitChild(process);
		assertThat(reply.name()).isEqualTo("send");
		assertThat(reply.attributes()).containsEntry("messaging.destination.temporary", true);
		ReceivedSpan receive = collector
			.awaitSpan((span) -> span.isChildOf(caller) && span != send && span.kind() == ReceivedSpan.Kind.CLIENT);
		assertThat(receive.name()).isEqualTo("receive");
		assertThat(receive.links()).extracting(ReceivedSpan.Link::spanId).containsExactly(reply.spanId());
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
	void aFailureIsThatOfTheListenerInEveryContainer() {
		for (String queue : List.of("failing", "failing-simple")) {
			ReceivedSpan caller = application.inSpan("failure", () -> template().convertAndSend(queue, "x"));
			ReceivedSpan send = collector.awaitChild(caller);
			ReceivedSpan process = collector.awaitChild(send);
			assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(process.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
			assertThat(process.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
		}
	}

	@Test
	void aContainerOfTheApplicationsOwnIsRecorded() {
		ReceivedSpan caller = application.inSpan("own", () -> template().convertAndSend("own", "x"));
		ReceivedSpan send = collector.awaitChild(caller);
		assertThat(collector.awaitChild(send).name()).isEqualTo("process own");
	}

	@Test
	void aTransactionHoldsWhatIsSentInIt() {
		TransactionTemplate transaction = new TransactionTemplate(
				application.context().getBean("transactions", PlatformTransactionManager.class));
		ReceivedSpan caller = application.inSpan("rollback", () -> transaction.executeWithoutResult((status) -> {
			template().convertAndSend("pull", "undone");
			status.setRollbackOnly();
		}));
		collector.awaitChild(caller, "send pull");
		JmsTemplate template = application.bean(JmsTemplate.class);
		template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
		assertThat(template.receive("pull")).isNull();
		template.setReceiveTimeout(60_000);
		ReceivedSpan committing = application.inSpan("commit",
				() -> transaction.executeWithoutResult((status) -> template().convertAndSend("pull", "done")));
		ReceivedSpan send = collector.awaitChild(committing);
		ReceivedSpan receiving = application.inSpan("receive",
				() -> assertThat(template.receiveAndConvert("pull")).isEqualTo("done"));
		ReceivedSpan receive = collector.awaitChild(receiving);
		assertThat(receive.name()).isEqualTo("receive pull");
		assertThat(receive.links()).extracting(ReceivedSpan.Link::spanId).containsExactly(send.spanId());
	}

	@Test
	void malformedHeadersStartANewTrace() throws JMSException {
		try (ActiveMQConnectionFactory foreign = new ActiveMQConnectionFactory("vm://0");
				Connection connection = foreign.createConnection();
				Session session = connection.createSession()) {
			Message message = session.createTextMessage("x");
			message.setStringProperty("traceparent", "00-not-a-trace-01");
			message.setJMSCorrelationID("malformed");
			session.createProducer(session.createQueue("orders")).send(message);
		}
		ReceivedSpan process = collector
			.awaitSpan((span) -> "malformed".equals(span.attribute("messaging.message.conversation_id")));
		assertThat(process.isRoot()).isTrue();
		assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
	}

	@Test
	void nothingIsRecordedOfWhatIsSuppressed() {
		ReceivedSpan caller = application.inSpan("suppressed", () -> application.bean(Silent.class).send());
		aListenerIsBelowTheSender();
		assertThat(collector.trace(caller)).hasSize(1);
	}

	@Test
	void switchedOffNothingIsRecorded() throws InterruptedException {
		ReceivedSpan caller;
		try (ObservedApplication off = ObservedApplication.run(collector, Off.class, QUIET,
				"--otel.instrumentation.jms.enabled=false")) {
			caller = off.inSpan("off", () -> off.bean(JmsTemplate.class).convertAndSend("unrecorded", "x"));
			assertThat(off.bean(Off.class).heard.await(1, TimeUnit.MINUTES)).isTrue();
		}
		assertThat(collector.trace(caller)).hasSize(1);
		assertThat(collector.spans()).noneMatch((span) -> span.name().endsWith("unrecorded"));
	}

	@Test
	void theConnectionFactoryStaysWhatItIs() {
		assertThat(application.bean(ConnectionFactory.class)).isExactlyInstanceOf(CachingConnectionFactory.class);
	}

	@Test
	void messagesAreMeasured() {
		aListenerIsBelowTheSender();
		for (String name : List.of("messaging.client.operation.duration", "messaging.client.sent.messages")) {
			assertThat(awaitMetric(name, "send").unit()).isIn("s", "{message}");
		}
		for (String name : List.of("messaging.process.duration", "messaging.client.consumed.messages")) {
			assertThat(awaitMetric(name, "process").unit()).isIn("s", "{message}");
		}
	}

	private static ReceivedMetric awaitMetric(String name, String operation) {
		Map<String, Object> attributes = new HashMap<>(
				Map.of("messaging.system", "activemq", "messaging.destination.name", "orders"));
		attributes.put("messaging.operation.name", operation);
		attributes.put("messaging.operation.type", operation);
		return collector.awaitMetric((metric) -> metric.name().equals(name) && metric.point(attributes).isPresent());
	}

	@Test
	void noPayloadLeaves() {
		aListenerIsBelowTheSender();
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(SECRET));
	}

	private static JmsTemplate template() {
		return application.bean(JmsTemplate.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application extends Transactions {

		Application() {
			super("vm://0");
		}

		@Bean
		SimpleJmsListenerContainerFactory simple(ConnectionFactory connections) {
			SimpleJmsListenerContainerFactory factory = new SimpleJmsListenerContainerFactory();
			factory.setConnectionFactory(connections);
			return factory;
		}

		@Bean
		DefaultMessageListenerContainer own(ConnectionFactory connections) {
			DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
			container.setConnectionFactory(connections);
			container.setDestinationName("own");
			container.setMessageListener((MessageListener) (message) -> {
			});
			return container;
		}

		@Bean
		Orders listeners(Tracer tracer) {
			return new Orders(tracer);
		}

		@Bean
		Silent silent(JmsTemplate template) {
			return new Silent(template);
		}

	}

	// Not the other application: messages would go to the listeners of both by turns
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Off extends Transactions {

		final CountDownLatch heard = new CountDownLatch(1);

		Off() {
			super("vm://0");
		}

		@JmsListener(destination = "unrecorded")
		void hear(String message) {
			this.heard.countDown();
		}

	}

	static class Orders {

		private final Tracer tracer;

		Orders(Tracer tracer) {
			this.tracer = tracer;
		}

		@JmsListener(destination = "orders")
		void order(String message) {
			this.tracer.spanBuilder("inside").startSpan().end();
		}

		@JmsListener(destination = "silent")
		void silent(String message) {
		}

		@JmsListener(destination = "replies")
		void reply(String message) {
		}

		@JmsListener(destination = "rpc")
		String call(String message) {
			return "pong";
		}

		@JmsListener(destination = "forward")
		@SendTo("replies")
		String forward(String message) {
			return "forwarded";
		}

		@JmsListener(destination = "failing")
		void fail(String message) {
			throw new IllegalStateException("no stock");
		}

		@JmsListener(destination = "failing-simple", containerFactory = "simple")
		void failSimply(String message) {
			throw new IllegalStateException("no stock");
		}

	}

}
