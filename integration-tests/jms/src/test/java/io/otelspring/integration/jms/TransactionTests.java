// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import java.util.function.Consumer;
import java.util.stream.Stream;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.connection.ConnectionFactoryUtils;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * An application that sends in transactions: those of JMS, those whose session is opened
 * late, those of something else and those of a listener's container.
 */
class TransactionTests {

	private static final String URL = "vm://3";

	private static final String QUIET = "--logging.level.root=error";

	private static final String SILENT = "--logging.level.root=off";

	private static OtlpCollector collector;

	private static EmbeddedBroker broker;

	private static ObservedApplication application;

	@BeforeAll
	static void start() throws Exception {
		collector = OtlpCollector.start();
		broker = EmbeddedBroker.start(URL);
		application = ObservedApplication.run(collector, Application.class, QUIET);
	}

	@AfterAll
	static void stop() throws Exception {
		application.close();
		broker.close();
		collector.close();
	}

	static Stream<Consumer<ObservedApplication>> sending() {
		ActiveMQQueue queue = new ActiveMQQueue("orders");
		return Stream.of((of) -> of.bean(JmsTemplate.class).convertAndSend("orders", "x"),
				(of) -> of.bean(JmsTemplate.class).convertAndSend(queue, "x"),
				(of) -> of.bean(JmsClient.class).destination("orders").withTimeToLive(10000).send("x"),
				(of) -> of.bean(JmsClient.class).destination(queue).send("x"));
	}

	@ParameterizedTest
	@MethodSource("sending")
	void whatIsSentIsASpanAndAListenerIsBelowIt(Consumer<ObservedApplication> sending) {
		for (String manager : application.context().getBeanNamesForType(PlatformTransactionManager.class)) {
			ReceivedSpan caller = application.inSpan(manager, () -> transaction(application, manager)
				.executeWithoutResult((status) -> sending.accept(application)));
			ReceivedSpan send = collector.awaitChild(caller);
			assertThat(send.name()).isEqualTo("send orders");
			assertThat(send.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
			assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			assertThat(collector.awaitChild(send).name()).isEqualTo("process orders");
		}
	}

	@Test
	void aRequestToADestinationIsASpanAndAListenerIsBelowIt() {
		ActiveMQQueue queue = new ActiveMQQueue("rpc");
		ReceivedSpan caller = application.inSpan("request",
				() -> transaction(application, "transactions").executeWithoutResult((status) -> {
					Message reply = application.bean(JmsTemplate.class)
						.sendAndReceive(queue, (session) -> session.createTextMessage("ping"));
					assertThat(reply).isNotNull();
				}));
		ReceivedSpan send = collector.awaitChild(caller, "send rpc");
		assertThat(collector.awaitChild(send).name()).isEqualTo("process rpc");
		assertThat(application.inSpan("client",
				() -> assertThat(
						application.bean(JmsClient.class).destination(queue).sendAndReceive("ping", String.class))
					.contains("pong")))
			.satisfies((client) -> collector.awaitChild(client, "send rpc"));
	}

	@Test
	void aListenersTransactionIsThatOfWhatItSends() {
		ReceivedSpan caller = application.inSpan("forward",
				() -> application.bean(JmsTemplate.class).convertAndSend("forward", "x"));
		ReceivedSpan send = collector.awaitChild(caller);
		ReceivedSpan process = collector.awaitChild(send);
		ReceivedSpan forwarded = collector.awaitChild(process);
		assertThat(forwarded.name()).isEqualTo("send orders");
		assertThat(collector.awaitChild(forwarded).name()).isEqualTo("process orders");
	}

	@Test
	void theTransactionsSessionIsRecordedForCodeThatAsksForIt() {
		for (String manager : new String[] { "transactions", "late" }) {
			ReceivedSpan caller = application.inSpan("direct",
					() -> transaction(application, manager).executeWithoutResult((status) -> sendDirectly()));
			ReceivedSpan send = collector.awaitChild(caller);
			assertThat(collector.awaitChild(send).name()).isEqualTo("process orders");
		}
		ReceivedSpan caller = application.inSpan("direct",
				() -> transaction(application, "others").executeWithoutResult((status) -> {
					application.bean(JmsTemplate.class).convertAndSend("orders", "x");
					sendDirectly();
				}));
		collector.awaitChild(caller);
		assertThat(collector.children(caller)).hasSize(2);
	}

	private static void sendDirectly() {
		try {
			Session session = ConnectionFactoryUtils.getTransactionalSession(application.bean(ConnectionFactory.class),
					null, true);
			assertThat(session).isNotNull();
			session.createProducer(session.createQueue("orders")).send(session.createTextMessage("x"));
		}
		catch (JMSException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aSessionThatFailsInATransactionIsRecorded() {
		try (ObservedApplication on = ObservedApplication.run(collector, Failing.class, SILENT);
				ObservedApplication off = ObservedApplication.run(collector, Failing.class, SILENT,
						"--otel.instrumentation.jms.enabled=false")) {
			for (String manager : on.context().getBeanNamesForType(PlatformTransactionManager.class)) {
				sending().forEach((sending) -> assertFailure(on, off, manager, sending));
			}
		}
	}

	private static void assertFailure(ObservedApplication on, ObservedApplication off, String manager,
			Consumer<ObservedApplication> sending) {
		ReceivedSpan caller = on.inSpan("failing",
				() -> SameFailure.assertSame(fail(on, manager, sending), fail(off, manager, sending)));
		ReceivedSpan send = collector.awaitChild(caller);
		assertThat(send.name()).isEqualTo("send orders");
		assertThat(send.attributes()).containsEntry("error.type", jakarta.jms.IllegalStateException.class.getName());
		assertThat(collector.children(caller)).hasSize(1);
	}

	private static Throwable fail(ObservedApplication application, String manager,
			Consumer<ObservedApplication> sending) {
		TransactionTemplate transaction = transaction(application, manager);
		return catchThrowable(() -> transaction.executeWithoutResult((status) -> {
			try {
				ConnectionFactory connections = application.bean(JmsTemplate.class).getConnectionFactory();
				assertThat(connections).isNotNull();
				Session session = ConnectionFactoryUtils.getTransactionalSession(connections, null, true);
				assertThat(session).isNotNull();
				session.close();
			}
			catch (JMSException ex) {
				throw new AssertionError(ex);
			}
			sending.accept(application);
		}));
	}

	private static TransactionTemplate transaction(ObservedApplication application, String manager) {
		return new TransactionTemplate(application.context().getBean(manager, PlatformTransactionManager.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application extends Transactions {

		Application() {
			super(URL);
		}

		@Bean
		DefaultJmsListenerContainerFactory transacted(ConnectionFactory connections) {
			DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
			factory.setConnectionFactory(connections);
			factory.setSessionTransacted(true);
			return factory;
		}

		@Bean
		Listeners listeners(JmsTemplate template) {
			return new Listeners(template);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Failing extends Transactions {

		Failing() {
			super(URL);
		}

		@Bean
		@Override
		ConnectionFactory connections() {
			return new ActiveMQConnectionFactory(URL);
		}

	}

	static class Listeners {

		private final JmsTemplate template;

		Listeners(JmsTemplate template) {
			this.template = template;
		}

		@JmsListener(destination = "orders")
		void order(String message) {
		}

		@JmsListener(destination = "rpc")
		String call(String message) {
			return "pong";
		}

		@JmsListener(destination = "forward", containerFactory = "transacted")
		void forward(String message) {
			this.template.convertAndSend("orders", message);
		}

	}

}
