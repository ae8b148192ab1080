// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.SingleConnectionFactory;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.MessageCreator;
import org.springframework.jms.support.destination.DestinationResolutionException;
import org.springframework.jms.support.destination.SimpleDestinationResolver;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.PrintedTraces;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * An application whose broker is down.
 */
class UnreachableBrokerTests {

	private static final String QUIET = "--logging.level.root=error";

	private static final PrintedTraces printed = PrintedTraces.keep();

	private static OtlpCollector collector;

	private static ObservedApplication application;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		application = ObservedApplication.run(collector, Application.class, QUIET, PrintedTraces.ARGUMENT);
	}

	@AfterAll
	static void stop() {
		application.close();
		collector.close();
		printed.close();
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
		printed.areShown("jms.md", send);
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
		ReceivedSpan caller = application.inSpan("begin",
				() -> catchThrowable(() -> transaction(application, "transactions").executeWithoutResult((status) -> {
				})));
		assertNothingBelow(caller);
		ReceivedSpan late = failed(() -> transaction(application, "late")
			.executeWithoutResult((status) -> template().convertAndSend("orders", "x")));
		assertThat(late.name()).isEqualTo("send");
		ReceivedSpan other = failed(() -> transaction(application, "others").executeWithoutResult((status) -> {
			Throwable failure = catchThrowable(() -> template().convertAndSend("orders", "x"));
			assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
			assertThat(TransactionSynchronizationManager.getSynchronizations()).isEmpty();
			throw (RuntimeException) failure;
		}));
		assertThat(other.name()).isEqualTo("send");
	}

	@Test
	void nobodyButTheTemplateMeetsWhatStandsInForAConnection() {
		List<String> asked = new ArrayList<>();
		JmsTemplate resolving = new JmsTemplate(EmbeddedBroker.connections("tcp://127.0.0.1:1"));
		resolving.setDestinationResolver((session, name, topic) -> {
			asked.add(name);
			throw new DestinationResolutionException(name);
		});
		JmsTemplate overriding = new JmsTemplate(EmbeddedBroker.connections("tcp://127.0.0.1:1")) {

			@Override
			protected Connection createConnection() throws JMSException {
				Connection created = super.createConnection();
				asked.add("connection");
				return created;
			}

		};
		JmsTemplate wrapping = new JmsTemplate(EmbeddedBroker.connections("tcp://127.0.0.1:1"));
		ConfigurableListableBeanFactory beans = application.context().getBeanFactory();
		for (JmsTemplate template : List.of(resolving, overriding, wrapping)) {
			beans.initializeBean(template, "another");
		}
		SingleConnectionFactory wrapper = new SingleConnectionFactory(wrapping.getConnectionFactory());
		wrapping.setConnectionFactory(wrapper);
		for (JmsTemplate template : List.of(resolving, overriding, wrapping)) {
			assertThat(failed(() -> template.convertAndSend("orders", "x")).name()).isEqualTo("send");
		}
		assertThat(asked).isEmpty();
		assertThat(wrapper).extracting("connection").isNull();
		assertThat(failed(() -> resolving.convertAndSend(new ActiveMQQueue("stock"), "x")).name())
			.isEqualTo("send stock");
		resolving.setDestinationResolver(new SimpleDestinationResolver());
		assertThat(failed(() -> resolving.convertAndSend("orders", "x")).name()).isEqualTo("send orders");
	}

	@Test
	void nothingIsRecordedOfWhatSendsNothing() {
		ReceivedSpan caller = application.inSpan("no send", () -> {
			assertThat(catchThrowable(() -> template().receive("orders"))).isNotNull();
			assertThat(catchThrowable(() -> template().execute((session) -> 1))).isNotNull();
			assertThat(catchThrowable(() -> application.bean(Silent.class).send())).isNotNull();
		});
		assertNothingBelow(caller);
	}

	@Test
	void theExceptionIsThatOfAnApplicationWithoutTelemetry() {
		ActiveMQQueue queue = new ActiveMQQueue("orders");
		MessageCreator creator = (session) -> session.createMessage();
		List<BiConsumer<ObservedApplication, JmsTemplate>> ways = List.of(
				(of, template) -> template.convertAndSend("orders", "x"),
				(of, template) -> template.convertAndSend(queue, "x"),
				(of, template) -> template.sendAndReceive("orders", creator),
				(of, template) -> template.sendAndReceive(queue, creator),
				(of, template) -> of.bean(JmsClient.class).destination("orders").send("x"),
				(of, template) -> of.bean(JmsClient.class).destination(queue).withTimeToLive(1000).send("x"),
				(of, template) -> of.bean(JmsClient.class).destination(queue).sendAndReceive("x", String.class),
				(of, template) -> transaction(of, "transactions")
					.executeWithoutResult((status) -> template.convertAndSend("orders", "x")),
				(of, template) -> transaction(of, "late")
					.executeWithoutResult((status) -> template.convertAndSend("orders", "x")),
				(of, template) -> transaction(of, "others")
					.executeWithoutResult((status) -> template.convertAndSend(queue, "x")));
		try (ObservedApplication off = ObservedApplication.run(collector, Application.class, QUIET,
				"--otel.instrumentation.jms.enabled=false")) {
			for (BiConsumer<ObservedApplication, JmsTemplate> way : ways) {
				SameFailure.assertSame(catchThrowable(() -> way.accept(application, template())),
						catchThrowable(() -> way.accept(off, off.bean(JmsTemplate.class))));
			}
		}
	}

	@Test
	void aBrokerThatGoesAwayIsRecordedToo() throws Exception {
		EmbeddedBroker broker = EmbeddedBroker.start("vm://7");
		try (ObservedApplication cached = ObservedApplication.run(collector, Cached.class, QUIET)) {
			cached.inSpan("up", () -> cached.bean(JmsTemplate.class).convertAndSend("orders", "x"));
			broker.close();
			ReceivedSpan caller = cached.inSpan("gone",
					() -> assertThat(catchThrowable(() -> cached.bean(JmsTemplate.class).convertAndSend("orders", "x")))
						.isNotNull());
			ReceivedSpan send = collector.awaitChild(caller);
			assertThat(send.name()).isEqualTo("send orders");
			assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		}
		finally {
			broker.close();
		}
	}

	private static ReceivedSpan failed(Runnable sending) {
		ReceivedSpan caller = application.inSpan("order", () -> assertThat(catchThrowable(sending::run)).isNotNull());
		ReceivedSpan send = collector.awaitChild(caller);
		assertThat(collector.trace(caller)).hasSize(2);
		return send;
	}

	private static void assertNothingBelow(ReceivedSpan caller) {
		failed(() -> template().convertAndSend("later", "x"));
		assertThat(collector.trace(caller)).hasSize(1);
	}

	private static TransactionTemplate transaction(ObservedApplication application, String manager) {
		return new TransactionTemplate(application.context().getBean(manager, PlatformTransactionManager.class));
	}

	private static JmsTemplate template() {
		return application.bean(JmsTemplate.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application extends Transactions {

		Application() {
			super("tcp://127.0.0.1:1");
		}

		@Bean
		Silent silent(JmsTemplate template) {
			return new Silent(template);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Cached extends Transactions {

		Cached() {
			super("vm://7");
		}

	}

}
