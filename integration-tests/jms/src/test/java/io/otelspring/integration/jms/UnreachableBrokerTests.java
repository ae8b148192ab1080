// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.otelspring.annotation.Untraced;
import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * An application whose broker is down.
 */
class UnreachableBrokerTests {

	private static final String QUIET = "--logging.level.root=error";

	private static OtlpCollector collector;

	private static ObservedApplication application;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		application = ObservedApplication.run(collector, Application.class, QUIET);
	}

	@AfterAll
	static void stop() {
		application.close();
		collector.close();
	}

	@Test
	void aMessageThatCannotBeSentIsASpanWithItsDestination() {
		ReceivedSpan send = failed(() -> template().convertAndSend("orders", "x"));
		assertThat(send.name()).isEqualTo("send orders");
		assertThat(send.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
		assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(send.attributes()).containsExactlyInAnyOrderEntriesOf(
				Map.of("messaging.system", "activemq", "messaging.operation.name", "send", "messaging.operation.type",
						"send", "messaging.destination.name", "orders", "error.type", JMSException.class.getName()));
		assertThat(send.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
		collector.awaitMetric((metric) -> metric.name().equals("messaging.client.sent.messages")
				&& metric.point(send.attributes()).isPresent());
	}

	@Test
	void everyWayToSendIsRecorded() {
		ActiveMQQueue queue = new ActiveMQQueue("stock");
		JmsClient client = application.bean(JmsClient.class);
		assertThat(failed(() -> template().convertAndSend(queue, "x")).name()).isEqualTo("send stock");
		assertThat(failed(() -> client.destination("clients").withTimeToLive(1000).send("x")).name())
			.isEqualTo("send clients");
		assertThat(failed(() -> template().sendAndReceive("rpc", (session) -> session.createMessage())).name())
			.isEqualTo("send rpc");
	}

	@Test
	void theApplicationsCodeRunsNoEarlierThanItWould() {
		AtomicInteger made = new AtomicInteger();
		ReceivedSpan send = failed(() -> template().sendAndReceive(new ActiveMQQueue("rpc"),
				(session) -> session.createTextMessage(String.valueOf(made.incrementAndGet()))));
		assertThat(send.name()).isEqualTo("send");
		failed(() -> template().send("orders",
				(session) -> session.createTextMessage(String.valueOf(made.incrementAndGet()))));
		assertThat(made).hasValue(0);
	}

	@Test
	void aTransactionIsLeftAsItIs() {
		TransactionTemplate transaction = new TransactionTemplate(application.bean(JmsTransactionManager.class));
		ReceivedSpan caller = application.inSpan("begin",
				() -> catchThrowable(() -> transaction.executeWithoutResult((status) -> {
				})));
		assertNothingBelow(caller);
		TransactionSynchronizationManager.initSynchronization();
		try {
			ReceivedSpan send = failed(() -> template().convertAndSend("orders", "x"));
			assertThat(send.name()).isEqualTo("send");
			assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		}
		finally {
			TransactionSynchronizationManager.clearSynchronization();
		}
	}

	@Test
	void nothingIsRecordedOfWhatSendsNothing() {
		ReceivedSpan caller = application.inSpan("no send", () -> {
			assertThat(catchThrowable(() -> template().receive("orders"))).isNotNull();
			assertThat(catchThrowable(() -> template().execute((session) -> 1))).isNotNull();
			application.bean(Silent.class).send();
		});
		assertNothingBelow(caller);
	}

	@Test
	void theExceptionIsThatOfAnApplicationWithoutTelemetry() {
		try (ObservedApplication off = ObservedApplication.run(collector, Application.class, QUIET,
				"--otel.instrumentation.jms.enabled=false")) {
			Throwable expected = catchThrowable(() -> off.bean(JmsTemplate.class).convertAndSend("orders", "x"));
			Throwable actual = catchThrowable(() -> template().convertAndSend("orders", "x"));
			while (expected != null) {
				assertThat(actual).isExactlyInstanceOf(expected.getClass()).hasMessage(expected.getMessage());
				expected = expected.getCause();
				actual = actual.getCause();
			}
			assertThat(actual).isNull();
		}
	}

	@Test
	void aBrokerThatGoesAwayIsRecordedToo() throws Exception {
		EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
		broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.setJournalDirectory("target/artemis/journal")
			.addAcceptorConfiguration("vm", "vm://7"));
		broker.start();
		try (ObservedApplication cached = ObservedApplication.run(collector, Cached.class, QUIET)) {
			cached.inSpan("up", () -> cached.bean(JmsTemplate.class).convertAndSend("orders", "x"));
			broker.stop();
			ReceivedSpan caller = cached.inSpan("gone",
					() -> assertThat(catchThrowable(() -> cached.bean(JmsTemplate.class).convertAndSend("orders", "x")))
						.isNotNull());
			ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
			assertThat(send.name()).isEqualTo("send orders");
			assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		}
		finally {
			broker.stop();
		}
	}

	private static ReceivedSpan failed(Runnable sending) {
		ReceivedSpan caller = application.inSpan("failed", () -> assertThat(catchThrowable(sending::run)).isNotNull());
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		assertThat(collector.spans()).filteredOn((span) -> span.traceId().equals(caller.traceId())).hasSize(2);
		return send;
	}

	private static void assertNothingBelow(ReceivedSpan caller) {
		failed(() -> template().convertAndSend("later", "x"));
		assertThat(collector.spans()).filteredOn((span) -> span.traceId().equals(caller.traceId())).hasSize(1);
	}

	private static JmsTemplate template() {
		return application.bean(JmsTemplate.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ConnectionFactory connections() {
			return new CachingConnectionFactory(new ActiveMQConnectionFactory("tcp://127.0.0.1:1"));
		}

		@Bean
		JmsTransactionManager transactions(ConnectionFactory connections) {
			return new JmsTransactionManager(connections);
		}

		@Bean
		Silent silent(JmsTemplate template) {
			return new Silent(template);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Cached {

		@Bean
		ConnectionFactory connections() {
			return new CachingConnectionFactory(new ActiveMQConnectionFactory("vm://7"));
		}

	}

	static class Silent {

		private final JmsTemplate template;

		Silent(JmsTemplate template) {
			this.template = template;
		}

		@Untraced
		void send() {
			assertThat(catchThrowable(() -> this.template.convertAndSend("silent", "x"))).isNotNull();
		}

	}

}
