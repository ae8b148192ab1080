// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.DirectRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;

import io.otelspring.annotation.Untraced;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications with a real RabbitMQ and what a collector receives of them. They are
 * skipped where there is no broker to start, but not in a continuous build.
 */
class RabbitTests {

	private static final String USER = "shop";

	private static final String SECRET = "correct-horse-battery-staple";

	private static OtlpCollector collector;

	private static RabbitBroker broker;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() throws Exception {
		Optional<Path> script = RabbitBroker.script();
		if (!"true".equals(System.getenv("CI"))) {
			Assumptions.assumeTrue(script.isPresent(), "RabbitMQ (rabbitmq-server) is not installed");
		}
		collector = OtlpCollector.start();
		broker = RabbitBroker.start(script.orElseThrow(), USER, SECRET);
		context = run(Application.class, broker.port());
	}

	@AfterAll
	static void stop() throws Exception {
		if (context != null) {
			context.close();
		}
		if (broker != null) {
			broker.close();
		}
		if (collector != null) {
			collector.close();
		}
	}

	@Test
	void aListenerIsBelowTheSender() {
		ReceivedSpan caller = inSpan("orders", () -> template().convertAndSend("orders", SECRET, (message) -> {
			message.getMessageProperties().setMessageId("id-1");
			message.getMessageProperties().setCorrelationId("conversation-1");
			return message;
		}));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
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
		ReceivedSpan inside = collector.awaitSpan((span) -> span.name().equals("inside") && span.isChildOf(process));
		assertThat(inside.traceId()).isEqualTo(caller.traceId());
	}

	@Test
	void routingKeysAreNoPartOfNames() {
		ReceivedSpan caller = inSpan("topic", () -> template().convertAndSend("shop", "order.4711.created", "4711"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
		assertThat(send.name()).isEqualTo("send shop");
		assertThat(send.attributes()).containsEntry("messaging.destination.name", "shop:order.4711.created")
			.containsEntry("messaging.rabbitmq.destination.routing_key", "order.4711.created");
		assertThat(process.name()).isEqualTo("process shipping");
		assertThat(process.attributes()).containsEntry("messaging.destination.name",
				"shop:order.4711.created:shipping");
	}

	@Test
	void aQueueWithAMadeUpNameIsNamedByItsExchange() {
		ReceivedSpan caller = inSpan("fanout", () -> template().convertAndSend("news", "", "extra"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
		assertThat(send.attributes()).containsEntry("messaging.destination.name", "news");
		assertThat(process.name()).isEqualTo("process news");
		assertThat(process.attributes()).containsEntry("messaging.destination.anonymous", true);
	}

	@Test
	void aBatchHasALinkForEachMessage() {
		ReceivedSpan first = inSpan("batch", () -> template().convertAndSend("batches", "1"));
		ReceivedSpan second = inSpan("batch", () -> template().convertAndSend("batches", "2"));
		List<ReceivedSpan> sent = List.of(collector.awaitSpan((span) -> span.isChildOf(first)),
				collector.awaitSpan((span) -> span.isChildOf(second)));
		ReceivedSpan process = collector.awaitSpan((span) -> span.name().equals("process batches"));
		assertThat(process.isRoot()).isTrue();
		assertThat(process.links()).extracting(ReceivedSpan.Link::spanId)
			.containsExactlyInAnyOrderElementsOf(sent.stream().map(ReceivedSpan::spanId).toList());
		assertThat(process.attributes()).containsEntry("messaging.batch.message_count", 2L)
			.containsEntry("messaging.destination.name", "batches");
	}

	@Test
	void aReplyIsBelowTheListener() {
		ReceivedSpan caller = inSpan("rpc",
				() -> assertThat(template().convertSendAndReceive("rpc", "ping")).isEqualTo("pong"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
		ReceivedSpan reply = collector.awaitSpan((span) -> span.isChildOf(process));
		assertThat(reply.name()).isEqualTo("send");
		assertThat(reply.kind()).isEqualTo(ReceivedSpan.Kind.PRODUCER);
		assertThat(reply.attributes()).containsEntry("messaging.destination.anonymous", true);
	}

	@Test
	void aReplyToAQueueGoesOn() {
		ReceivedSpan caller = inSpan("send to", () -> template().convertAndSend("forward", "1"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
		ReceivedSpan reply = collector
			.awaitSpan((span) -> span.isChildOf(process) && span.name().equals("send replies"));
		collector.awaitSpan((span) -> span.isChildOf(reply) && span.name().equals("process replies"));
	}

	@Test
	void aFailureIsThatOfTheListenerAndRoundAllAttempts() {
		ReceivedSpan caller = inSpan("failure", () -> template().convertAndSend("failing", "x"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
		assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(process.attributes()).containsEntry("error.type", IllegalStateException.class.getName());
		assertThat(process.events()).extracting(ReceivedSpan.Event::name).containsExactly("exception");
		assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
	}

	@Test
	void aRequeuedMessageIsASpanEachTime() {
		ReceivedSpan caller = inSpan("requeue", () -> template().convertAndSend("requeued", "x"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		collector.await("both deliveries", () -> {
			List<ReceivedSpan> deliveries = collector.spans().stream().filter((span) -> span.isChildOf(send)).toList();
			return (deliveries.size() == 2) ? Optional.of(deliveries) : Optional.empty();
		});
	}

	@Test
	void containersOfTheApplicationsOwnAreRecordedAndKeepTheirAdvice() {
		ReceivedSpan caller = inSpan("own", () -> template().convertAndSend("own", "x"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
		ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
		assertThat(process.name()).isEqualTo("process own");
		assertThat(context.getBean(AtomicInteger.class).get()).isPositive();
		ReceivedSpan direct = inSpan("direct", () -> template().convertAndSend("direct", "x"));
		ReceivedSpan sent = collector.awaitSpan((span) -> span.isChildOf(direct));
		assertThat(collector.awaitSpan((span) -> span.isChildOf(sent)).name()).isEqualTo("process direct");
	}

	@Test
	void aMessageThatIsAskedForHasALink() {
		ReceivedSpan sender = inSpan("pull", () -> template().convertAndSend("pull", "x"));
		ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(sender));
		ReceivedSpan caller = inSpan("pull", () -> {
			assertThat(template().receiveAndConvert("pull")).isEqualTo("x");
			assertThat(template().receive("pull")).isNull();
		});
		ReceivedSpan receive = collector.awaitSpan((span) -> span.isChildOf(caller));
		assertThat(receive.name()).isEqualTo("receive pull");
		assertThat(receive.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(receive.links()).extracting(ReceivedSpan.Link::spanId).containsExactly(send.spanId());
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(caller))).hasSize(1);
	}

	@Test
	void malformedHeadersStartANewTrace() throws Exception {
		ConnectionFactory foreign = new ConnectionFactory();
		foreign.setHost("127.0.0.1");
		foreign.setPort(broker.port());
		foreign.setUsername(USER);
		foreign.setPassword(SECRET);
		try (Connection connection = foreign.newConnection()) {
			Map<String, Object> broken = Map.of("traceparent", "00-not-a-trace-01", "tracestate", 5);
			Map<String, Object> number = Map.of("traceparent", 5);
			for (Map<String, Object> headers : List.of(broken, number)) {
				String id = "malformed " + headers.size();
				connection.createChannel()
					.basicPublish("", "orders",
							new AMQP.BasicProperties.Builder().messageId(id).headers(headers).build(),
							"x".getBytes(StandardCharsets.UTF_8));
				ReceivedSpan process = collector.awaitSpan((span) -> id.equals(span.attribute("messaging.message.id")));
				assertThat(process.isRoot()).isTrue();
				assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			}
		}
	}

	@Test
	void aBrokerThatIsDownIsTheApplicationsExceptionAndASpan() {
		try (ConfigurableApplicationContext down = run(Plain.class, 1)) {
			ReceivedSpan caller = inSpan("down", () -> assertThatExceptionOfType(AmqpConnectException.class)
				.isThrownBy(() -> down.getBean(RabbitTemplate.class).convertAndSend("orders", "x")));
			ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
			assertThat(send.name()).isEqualTo("send");
			assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(send.attributes()).containsEntry("error.type", AmqpConnectException.class.getName())
				.containsEntry("server.port", 1L);
			assertThat(send.events()).hasSize(1);
		}
	}

	@Test
	void observationsThatTheApplicationSwitchedOnMakeNoSecondSpan() {
		try (ConfigurableApplicationContext observed = run(Observed.class, broker.port(),
				"--spring.rabbitmq.template.observation-enabled=true",
				"--spring.rabbitmq.listener.simple.observation-enabled=true")) {
			ReceivedSpan caller = inSpan("observed",
					() -> observed.getBean(RabbitTemplate.class).convertAndSend("observed", "x"));
			ReceivedSpan send = collector.awaitSpan((span) -> span.isChildOf(caller));
			ReceivedSpan process = collector.awaitSpan((span) -> span.isChildOf(send));
			assertThat(process.name()).isEqualTo("process observed");
			collector.await("Spring's meter",
					() -> observed.getBean(MeterRegistry.class)
						.getMeters()
						.stream()
						.filter((meter) -> meter.getId().getName().equals("spring.rabbit.listener"))
						.findAny());
			assertThat(collector.spans().stream().filter((span) -> span.traceId().equals(caller.traceId()))).hasSize(3);
		}
	}

	@Test
	void springsOwnTimersGoOn() {
		aListenerIsBelowTheSender();
		collector.await("the timer of the listener",
				() -> context.getBean(MeterRegistry.class)
					.getMeters()
					.stream()
					.filter((meter) -> meter.getId().getName().equals("spring.rabbitmq.listener"))
					.findAny());
	}

	@Test
	void nothingIsRecordedOfWhatIsSuppressed() {
		ReceivedSpan caller = inSpan("suppressed", () -> context.getBean("silent", Runnable.class).run());
		aListenerIsBelowTheSender();
		assertThat(collector.spans().stream().filter((span) -> span.traceId().equals(caller.traceId()))).hasSize(1);
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (ConfigurableApplicationContext off = run(Observed.class, broker.port(),
				"--otel.instrumentation.rabbit.enabled=false", "--spring.rabbitmq.template.observation-enabled=true",
				"--spring.rabbitmq.listener.simple.observation-enabled=true")) {
			ReceivedSpan caller = inSpan("off",
					() -> off.getBean(RabbitTemplate.class).convertAndSend("observed", "x"));
			aListenerIsBelowTheSender();
			assertThat(collector.spans().stream().filter((span) -> span.traceId().equals(caller.traceId()))).hasSize(1);
		}
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

	@Test
	void noPayloadAndNoPasswordLeaves() {
		aListenerIsBelowTheSender();
		aBrokerThatIsDownIsTheApplicationsExceptionAndASpan();
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(SECRET));
	}

	private static RabbitTemplate template() {
		return context.getBean(RabbitTemplate.class);
	}

	private static ConfigurableApplicationContext run(Class<?> application, int port, String... arguments) {
		String[] all = new String[arguments.length + 7];
		all[0] = "--spring.rabbitmq.addresses=amqp://" + USER + ":" + SECRET + "@localhost:" + port;
		all[1] = "--logging.level.root=error";
		all[2] = "--otel.exporter.otlp.endpoint=" + collector.httpEndpoint();
		all[3] = "--otel.bsp.schedule.delay=50ms";
		all[4] = "--otel.metric.export.interval=200ms";
		all[5] = "--spring.rabbitmq.listener.simple.retry.enabled=true";
		all[6] = "--spring.rabbitmq.listener.simple.retry.initial-interval=10ms";
		System.arraycopy(arguments, 0, all, 7, arguments.length);
		return new SpringApplicationBuilder(application).run(all);
	}

	private static ReceivedSpan inSpan(String name, Runnable action) {
		String unique = name + " " + System.nanoTime();
		Span span = context.getBean(Tracer.class).spanBuilder(unique).startSpan();
		try (Scope scope = span.makeCurrent()) {
			action.run();
		}
		finally {
			span.end();
		}
		return collector.awaitSpan(unique);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Observed {

		@Bean
		Queue observed() {
			return new Queue("observed");
		}

		@RabbitListener(queues = "observed")
		void observed(String message) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final AtomicInteger requeued = new AtomicInteger();

		@Bean
		Declarables queues() {
			return new Declarables(Stream
				.of("orders", "shipping", "batches", "rpc", "forward", "replies", "failing", "requeued", "own",
						"direct", "pull", "silent")
				.map(Queue::new)
				.toList());
		}

		@Bean
		TopicExchange shop() {
			return new TopicExchange("shop");
		}

		@Bean
		Binding shipping(TopicExchange shop) {
			return BindingBuilder.bind(new Queue("shipping")).to(shop).with("order.#");
		}

		@Bean
		FanoutExchange news() {
			return new FanoutExchange("news");
		}

		@Bean
		Queue readers() {
			// An AnonymousQueue has an argument that brokers before 3.11 do not know.
			return new Queue("spring.gen-readers", false, true, true);
		}

		@Bean
		Binding reading(@Qualifier("readers") Queue readers, FanoutExchange news) {
			return BindingBuilder.bind(readers).to(news);
		}

		@Bean
		Orders listeners(Tracer tracer) {
			return new Orders(tracer, this.requeued);
		}

		@Bean
		Silent silent(RabbitTemplate template) {
			return new Silent(template);
		}

		@Bean
		SimpleRabbitListenerContainerFactory batches(
				org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connections);
			factory.setBatchListener(true);
			factory.setConsumerBatchEnabled(true);
			factory.setBatchSize(2);
			factory.setBatchReceiveTimeout(10000L);
			return factory;
		}

		@Bean
		SimpleRabbitListenerContainerFactory requeuing(
				org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
			SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
			factory.setConnectionFactory(connections);
			return factory;
		}

		@Bean
		DirectRabbitListenerContainerFactory direct(
				org.springframework.amqp.rabbit.connection.ConnectionFactory connections) {
			DirectRabbitListenerContainerFactory factory = new DirectRabbitListenerContainerFactory();
			factory.setConnectionFactory(connections);
			return factory;
		}

		@Bean
		AtomicInteger advised() {
			return new AtomicInteger();
		}

		@Bean
		SimpleMessageListenerContainer own(org.springframework.amqp.rabbit.connection.ConnectionFactory connections,
				AtomicInteger advised) {
			SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
			container.setQueueNames("own");
			container.setAdviceChain((MethodInterceptor) (invocation) -> {
				advised.incrementAndGet();
				return invocation.proceed();
			});
			container.setMessageListener((MessageListener) (message) -> {
			});
			return container;
		}

	}

	static class Silent implements Runnable {

		private final RabbitTemplate template;

		Silent(RabbitTemplate template) {
			this.template = template;
		}

		@Override
		@Untraced
		public void run() {
			this.template.convertAndSend("silent", "x");
		}

	}

	static class Orders {

		private final Tracer tracer;

		private final AtomicInteger requeued;

		Orders(Tracer tracer, AtomicInteger requeued) {
			this.tracer = tracer;
			this.requeued = requeued;
		}

		@RabbitListener(queues = { "orders", "shipping", "replies", "silent" })
		void order(Message message) {
			this.tracer.spanBuilder("inside").startSpan().end();
		}

		@RabbitListener(queues = "#{readers.name}")
		void news(String message) {
		}

		@RabbitListener(queues = "batches", containerFactory = "batches")
		void batch(List<String> messages) {
		}

		@RabbitListener(queues = "rpc")
		String call(String message) {
			return "pong";
		}

		@RabbitListener(queues = "forward")
		@SendTo("replies")
		String forward(String message) {
			return "forwarded";
		}

		@RabbitListener(queues = "failing")
		void fail(String message) {
			throw new IllegalStateException("no stock");
		}

		@RabbitListener(queues = "requeued", containerFactory = "requeuing")
		void requeue(String message) {
			if (this.requeued.getAndIncrement() == 0) {
				throw new IllegalStateException("once more");
			}
		}

		@RabbitListener(queues = "direct", containerFactory = "direct")
		void direct(String message) {
		}

	}

}
