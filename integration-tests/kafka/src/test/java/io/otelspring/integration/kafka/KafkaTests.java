// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.EnableKafkaRetryTopic;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;
import reactor.core.publisher.Mono;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ReceivedSpan.Kind;
import io.otelspring.test.ReceivedSpan.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application with a real broker and what a collector receives of it.
 */
class KafkaTests {

	private static final String PAYLOAD = "correct-horse-battery-staple";

	private static final Logger logger = LoggerFactory.getLogger(KafkaTests.class);

	private static OtlpCollector collector;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		collector = OtlpCollector.start();
		collector.waitAtMost(Duration.ofSeconds(30));
		context = Broker.run(collector, Application.class);
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
	}

	@Test
	void aListenerContinuesTheTraceOfTheSender() throws Exception {
		ReceivedSpan caller = inSpan("caller", () -> template().send("orders", 0, "4711", PAYLOAD));
		ReceivedSpan send = child("send orders", caller);
		ReceivedSpan process = child("process orders", send);
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
		MeterRegistry meters = context.getBean(SimpleMeterRegistry.class);
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
	void aBatchLinksToEachSender() throws Exception {
		List<ReceivedSpan> sends = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			ReceivedSpan caller = inSpan("caller", () -> template().send("batches", 0, "1", PAYLOAD));
			sends.add(child("send batches", caller));
		}
		for (ReceivedSpan send : sends) {
			ReceivedSpan process = collector.awaitSpan((span) -> span.name().equals("process batches")
					&& span.links().stream().anyMatch((link) -> link.spanId().equals(send.spanId())));
			assertThat(process.isRoot()).isTrue();
			assertThat(process.traceId()).isNotEqualTo(send.traceId());
			assertThat(process.kind()).isEqualTo(Kind.CONSUMER);
			assertThat(process.attribute("messaging.batch.message_count")).isEqualTo((long) process.links().size());
			assertThat(process.attribute("messaging.consumer.group.name")).isEqualTo("batch");
		}
	}

	@Test
	void attemptsByRetryTopicsAreInOneTrace() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("payments", "1", PAYLOAD));
		ReceivedSpan last = caller;
		for (String topic : List.of("payments", "payments-retry-100", "payments-retry-200", "payments-dlt")) {
			ReceivedSpan send = child("send " + topic, last);
			last = child("process " + topic, send);
			boolean failed = !topic.endsWith("-dlt");
			assertThat(last.status()).isEqualTo(failed ? StatusCode.ERROR : StatusCode.UNSET);
			assertThat(last.events()).hasSize(failed ? 1 : 0);
			assertThat(last.attribute("error.type")).isEqualTo(failed ? IllegalStateException.class.getName() : null);
		}
		assertThat(collector.spans().stream().filter((span) -> span.traceId().equals(caller.traceId()))).hasSize(9);
	}

	@Test
	void eachAttemptInPlaceIsASpanBelowTheSender() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("failing", "1", PAYLOAD));
		ReceivedSpan send = child("send failing", caller);
		ReceivedSpan first = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		ReceivedSpan second = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.UNSET);
		assertThat(first.statusMessage()).isEqualTo("the first attempt fails");
		assertThat(first.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
		assertThat(first.events()).hasSize(1);
		assertThat(second.name()).isEqualTo("process failing");
	}

	@Test
	void aReplyIsSentInTheListenersSpan() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("requests", "1", PAYLOAD));
		ReceivedSpan process = child("process requests", child("send requests", caller));
		child("process answers", child("send answers", process));
	}

	@Test
	void anAsynchronousListenersSpanEndsWithItsResult() {
		for (String topic : List.of("futures", "monos")) {
			ReceivedSpan caller = inSpan("caller", () -> template().send(topic, "1", PAYLOAD));
			ReceivedSpan process = child("process " + topic, child("send " + topic, caller));
			assertThat(process.endNanos() - process.startNanos()).isGreaterThanOrEqualTo(200_000_000);
			child("process answers", child("send answers", process));
		}
	}

	@Test
	void anAsynchronousFailureIsRecordedOnceAndRetried() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("futures", "1", "fail"));
		ReceivedSpan send = child("send futures", caller);
		ReceivedSpan first = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		assertThat(first.statusMessage()).isEqualTo("later");
		assertThat(first.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
		assertThat(first.events()).hasSize(1);
	}

	@Test
	void aMalformedHeaderStartsATrace() throws Exception {
		try (Producer<String, String> bare = new KafkaProducer<>(Map.of("bootstrap.servers", Broker.address()),
				new StringSerializer(), new StringSerializer())) {
			ProducerRecord<String, String> record = new ProducerRecord<>("orders", "malformed", PAYLOAD);
			record.headers().add("traceparent", "00-nonsense-01".getBytes(StandardCharsets.UTF_8));
			bare.send(record).get();
		}
		ReceivedSpan process = collector
			.awaitSpan((span) -> "malformed".equals(span.attribute("messaging.kafka.message.key")));
		assertThat(process.isRoot()).isTrue();
	}

	@Test
	void aForwardedRecordHasOneHeader() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("forwarded", "1", PAYLOAD));
		ReceivedSpan process = child("process forwarded", child("send forwarded", caller));
		ReceivedSpan send = child("send forwarded-on", process);
		child("process forwarded-on", send);
		assertThat(context.getBean(Listeners.class).traceparents).singleElement()
			.asString()
			.startsWith("00-" + send.traceId() + "-" + send.spanId() + "-");
	}

	@Test
	void factoriesAndInterceptorsOfTheApplicationStayInForce() {
		ReceivedSpan caller = inSpan("caller",
				() -> context.getBean("own", KafkaTemplate.class).send("own", 7, PAYLOAD));
		ReceivedSpan send = child("send own", caller);
		assertThat(send.attribute("messaging.kafka.message.key")).isEqualTo("7");
		ReceivedSpan process = child("process own", send);
		ReceivedSpan other = inSpan("caller", () -> template().send("customized", "1", PAYLOAD));
		ReceivedSpan customized = child("process customized", child("send customized", other));
		assertThat(context.getBean(Application.class).intercepted)
			.containsExactlyInAnyOrder("factory " + process.spanId(), "container " + customized.spanId());
	}

	@Test
	void transactionsAreRecordedWithWhatTheySend() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("transactions", "1", PAYLOAD));
		ReceivedSpan send = child("send transactions", caller);
		ReceivedSpan failed = collector.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.ERROR);
		ReceivedSpan aborted = child("send committed", failed);
		ReceivedSpan succeeded = collector
			.awaitSpan((span) -> span.isChildOf(send) && span.status() == StatusCode.UNSET);
		ReceivedSpan committed = child("send committed", succeeded);
		child("process committed", committed);
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(aborted))).isEmpty();
	}

	@Test
	void requestAndReplyAreOneTrace() throws Exception {
		@SuppressWarnings("unchecked")
		ReplyingKafkaTemplate<String, String, String> replying = context.getBean(ReplyingKafkaTemplate.class);
		assertThat(replying.waitForAssignment(Duration.ofSeconds(20))).isTrue();
		ReceivedSpan caller = inSpan("caller", () -> {
			try {
				assertThat(replying.sendAndReceive(new ProducerRecord<>("questions", "1", PAYLOAD))
					.get(20, TimeUnit.SECONDS)
					.value()).isEqualTo("answered");
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		ReceivedSpan process = child("process questions", child("send questions", caller));
		ReceivedSpan reply = child("send replies", process);
		collector.awaitSpan((span) -> span.name().equals("process replies")
				&& span.links().stream().anyMatch((link) -> link.spanId().equals(reply.spanId())));
	}

	@Test
	void acknowledgingByHandStaysAsItIs() {
		ReceivedSpan caller = inSpan("caller", () -> template().send("acknowledged", "1", PAYLOAD));
		child("process acknowledged", child("send acknowledged", caller));
	}

	@Test
	void producersThatAFactoryMakesAreRecordedOnce() throws Exception {
		ProducerFactory<?, ?> factory = context.getBean("kafkaProducerFactory", ProducerFactory.class);
		ReceivedSpan caller = inSpan("caller", () -> {
			@SuppressWarnings("unchecked")
			Producer<Object, Object> producer = (Producer<Object, Object>) factory.createProducer();
			producer.send(new ProducerRecord<>("direct", "1", null));
			producer.flush();
			producer.close();
		});
		ReceivedSpan send = child("send direct", caller);
		assertThat(send.attribute("messaging.kafka.message.tombstone")).isEqualTo(true);
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(caller))).hasSize(1);
	}

	@Test
	void aBrokerThatIsDownIsAFailureOfTheSpan() {
		@SuppressWarnings("unchecked")
		KafkaTemplate<String, String> down = context.getBean("down", KafkaTemplate.class);
		ReceivedSpan caller = inSpan("caller",
				() -> assertThatExceptionOfType(KafkaException.class)
					.isThrownBy(() -> down.send("orders", "1", PAYLOAD))
					.withCauseInstanceOf(TimeoutException.class));
		ReceivedSpan send = child("send orders", caller);
		assertThat(send.status()).isEqualTo(StatusCode.ERROR);
		assertThat(send.attribute("error.type")).isEqualTo(TimeoutException.class.getName());
		assertThat(send.events()).hasSize(1);
		assertThat(send.attributes()).doesNotContainKeys("messaging.kafka.offset",
				"messaging.destination.partition.id");
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void aRecordThatCannotBeSerializedIsAFailureOfTheSpan() {
		KafkaTemplate template = template();
		ReceivedSpan caller = inSpan("caller", () -> assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> template.send("orders", "1", 42)));
		ReceivedSpan send = child("send orders", caller);
		assertThat(send.status()).isEqualTo(StatusCode.ERROR);
		assertThat(send.attribute("error.type")).isEqualTo(SerializationException.class.getName());
	}

	@Test
	void whatIsSwitchedOffIsNotRecordedAtAll() throws Exception {
		try (OtlpCollector other = OtlpCollector.start();
				ConfigurableApplicationContext off = Broker.run(other, Small.class,
						"--otel.instrumentation.kafka.enabled=false",
						"--spring.kafka.listener.observation-enabled=true",
						"--spring.kafka.template.observation-enabled=true", "--topic=off")) {
			sendAndAwait(off, "off");
			off.getBean(Tracer.class).spanBuilder("last").startSpan().end();
			other.awaitSpan("last");
			assertThat(other.spans()).extracting(ReceivedSpan::name).containsExactly("last");
			assertThat(off.getBean(Small.class).headers).isEmpty();
		}
	}

	@Test
	void observationsThatTheApplicationSwitchedOnMakeNoSecondSpan() throws Exception {
		try (OtlpCollector other = OtlpCollector.start();
				ConfigurableApplicationContext observed = Broker.run(other, Small.class,
						"--spring.kafka.listener.observation-enabled=true",
						"--spring.kafka.template.observation-enabled=true", "--topic=observed")) {
			sendAndAwait(observed, "observed");
			ReceivedSpan process = other.awaitSpan("process observed");
			assertThat(process.isChildOf(other.awaitSpan("send observed"))).isTrue();
			observed.getBean(Tracer.class).spanBuilder("last").startSpan().end();
			other.awaitSpan("last");
			assertThat(other.spans()).hasSize(3);
			assertThat(observed.getBean(SimpleMeterRegistry.class).find("spring.kafka.listener").timer()).isNotNull();
			assertThat(observed.getBean(Small.class).headers).hasSize(1);
		}
	}

	private static void sendAndAwait(ConfigurableApplicationContext context, String topic) throws Exception {
		@SuppressWarnings("unchecked")
		KafkaTemplate<Object, Object> template = context.getBean(KafkaTemplate.class);
		template.send(topic, "1", PAYLOAD).get();
		assertThat(context.getBean(Small.class).received.get(20, TimeUnit.SECONDS)).isEqualTo(PAYLOAD);
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template() {
		return context.getBean("kafkaTemplate", KafkaTemplate.class);
	}

	private static ReceivedSpan child(String name, ReceivedSpan parent) {
		return collector.awaitSpan((span) -> span.name().equals(name) && span.isChildOf(parent));
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
	@EnableKafkaRetryTopic
	static class Application {

		final List<String> intercepted = new CopyOnWriteArrayList<>();

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Listeners listeners(KafkaTemplate<Object, Object> kafkaTemplate,
				@Qualifier("transactionalTemplate") KafkaTemplate<Object, Object> transactionalTemplate) {
			return new Listeners(kafkaTemplate, transactionalTemplate);
		}

		@Bean(defaultCandidate = false)
		KafkaTemplate<Object, Object> transactionalTemplate(
				@Qualifier("transactional") DefaultKafkaProducerFactory<Object, Object> transactional) {
			return new KafkaTemplate<>(transactional);
		}

		@Bean
		ThreadPoolTaskScheduler retryScheduler() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		Requests requests() {
			return new Requests();
		}

		@Bean
		KafkaTemplate<Object, Object> kafkaTemplate(ProducerFactory<Object, Object> kafkaProducerFactory) {
			return new KafkaTemplate<>(kafkaProducerFactory);
		}

		@Bean
		KafkaTemplate<Integer, String> own() {
			return new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", Broker.address()),
					new IntegerSerializer(), new StringSerializer()));
		}

		@Bean
		KafkaTemplate<String, String> down() {
			return new KafkaTemplate<>(
					new DefaultKafkaProducerFactory<>(Map.of("bootstrap.servers", "localhost:1", "max.block.ms", 300),
							new StringSerializer(), new StringSerializer()));
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> kafkaListenerContainerFactory(
				ConsumerFactory<Object, Object> consumers, KafkaTemplate<Object, Object> kafkaTemplate) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
			factory.setReplyTemplate(kafkaTemplate);
			factory.setCommonErrorHandler(new DefaultErrorHandler(new FixedBackOff(0, 1)));
			factory.getContainerProperties().setMicrometerEnabled(true);
			return factory;
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> batchFactory(
				ConsumerFactory<Object, Object> consumers) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
			factory.setBatchListener(true);
			return factory;
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> manualFactory(
				ConsumerFactory<Object, Object> consumers) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
			factory.getContainerProperties().setAckMode(ContainerProperties.AckMode.MANUAL);
			return factory;
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> ownFactory(ConsumerFactory<Object, Object> consumers) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
			factory.setRecordInterceptor((record, consumer) -> intercepted("factory", record));
			return factory;
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> customizedFactory(
				ConsumerFactory<Object, Object> consumers) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
			factory.setContainerCustomizer((container) -> container
				.setRecordInterceptor((record, consumer) -> intercepted("container", record)));
			return factory;
		}

		private ConsumerRecord<Object, Object> intercepted(String where, ConsumerRecord<Object, Object> record) {
			this.intercepted.add(where + " " + Span.current().getSpanContext().getSpanId());
			return record;
		}

		private static ConcurrentKafkaListenerContainerFactory<Object, Object> factory(
				ConsumerFactory<Object, Object> consumers) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
			factory.setConsumerFactory(consumers);
			return factory;
		}

		@Bean
		DefaultKafkaProducerFactory<Object, Object> kafkaProducerFactory() {
			return producers();
		}

		@Bean(defaultCandidate = false)
		DefaultKafkaProducerFactory<Object, Object> transactional() {
			DefaultKafkaProducerFactory<Object, Object> factory = producers();
			factory.setTransactionIdPrefix("tx-");
			return factory;
		}

		@SuppressWarnings({ "unchecked", "rawtypes" })
		private static DefaultKafkaProducerFactory<Object, Object> producers() {
			return new DefaultKafkaProducerFactory(Map.of("bootstrap.servers", Broker.address()),
					new StringSerializer(), new StringSerializer());
		}

		@Bean
		ConcurrentKafkaListenerContainerFactory<Object, Object> transactionalFactory(
				ConsumerFactory<Object, Object> consumers,
				@Qualifier("transactional") DefaultKafkaProducerFactory<Object, Object> transactional) {
			ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
			factory.getContainerProperties()
				.setKafkaAwareTransactionManager(new KafkaTransactionManager<>(transactional));
			return factory;
		}

		@Bean
		ReplyingKafkaTemplate<Object, Object, Object> replying(ProducerFactory<Object, Object> kafkaProducerFactory,
				ConcurrentKafkaListenerContainerFactory<Object, Object> manualFactory) {
			var replies = manualFactory.createContainer("replies");
			replies.getContainerProperties().setGroupId("replies");
			replies.getContainerProperties().setAckMode(ContainerProperties.AckMode.BATCH);
			return new ReplyingKafkaTemplate<>(kafkaProducerFactory, replies);
		}

	}

	static class Listeners {

		final List<String> traceparents = new CopyOnWriteArrayList<>();

		private final AtomicInteger attempts = new AtomicInteger();

		private final AtomicInteger transactions = new AtomicInteger();

		private final KafkaTemplate<Object, Object> template;

		private final KafkaTemplate<Object, Object> transactional;

		Listeners(KafkaTemplate<Object, Object> template, KafkaTemplate<Object, Object> transactional) {
			this.template = template;
			this.transactional = transactional;
		}

		@KafkaListener(topics = "transactions", groupId = "transactions", containerFactory = "transactionalFactory")
		void transaction(String payload) {
			this.transactional.send("committed", payload);
			if (this.transactions.getAndIncrement() == 0) {
				throw new IllegalStateException("rolled back");
			}
		}

		@KafkaListener(topics = "customized", groupId = "customized", containerFactory = "customizedFactory")
		void customized(String payload) {
		}

		@KafkaListener(topics = "orders", groupId = "shop")
		void order(String payload) {
			logger.info("received an order");
		}

		@KafkaListener(topics = "batches", groupId = "batch", containerFactory = "batchFactory")
		void batch(List<ConsumerRecord<String, String>> records) {
			assertThat(records).isNotEmpty();
		}

		@RetryableTopic(attempts = "3", backOff = @BackOff(delay = 100, multiplier = 2),
				kafkaTemplate = "kafkaTemplate")
		@KafkaListener(topics = "payments", groupId = "payments")
		void payment(String payload) {
			throw new IllegalStateException("no money");
		}

		@DltHandler
		void dead(String payload) {
		}

		@KafkaListener(topics = "failing", groupId = "failing")
		void failing(String payload) {
			if (this.attempts.getAndIncrement() == 0) {
				throw new IllegalStateException("the first attempt fails");
			}
		}

		@KafkaListener(topics = "answers", groupId = "answers")
		void answer(String payload) {
		}

		@KafkaListener(topics = "futures", groupId = "futures")
		@SendTo("answers")
		CompletableFuture<String> future(String payload) {
			return CompletableFuture.supplyAsync(() -> {
				if (payload.equals("fail")) {
					throw new IllegalStateException("later");
				}
				return "answer";
			}, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
		}

		@KafkaListener(topics = "monos", groupId = "monos")
		@SendTo("answers")
		Mono<String> mono(String payload) {
			return Mono.delay(Duration.ofMillis(200)).map((tick) -> "answer");
		}

		@KafkaListener(topics = "forwarded", groupId = "forwarded")
		void forward(ConsumerRecord<Object, Object> record) {
			this.template
				.send(new ProducerRecord<>("forwarded-on", null, record.key(), record.value(), record.headers()));
		}

		@KafkaListener(topics = "forwarded-on", groupId = "forwarded-on")
		void forwarded(ConsumerRecord<String, String> record) {
			record.headers()
				.headers("traceparent")
				.forEach((header) -> this.traceparents.add(new String(header.value(), StandardCharsets.UTF_8)));
		}

		@KafkaListener(topics = "own", groupId = "own", containerFactory = "ownFactory")
		void own(String payload) {
		}

		@KafkaListener(topics = "acknowledged", groupId = "acknowledged", containerFactory = "manualFactory")
		void acknowledge(String payload, Acknowledgment acknowledgment) {
			acknowledgment.acknowledge();
		}

		@KafkaListener(topics = "questions", groupId = "questions")
		@SendTo
		String question(String payload) {
			return "answered";
		}

		@KafkaListener(topics = "committed", groupId = "committed", properties = "isolation.level=read_committed")
		void committed(String payload) {
		}

	}

	@KafkaListener(topics = "requests", groupId = "requests")
	static class Requests {

		@KafkaHandler
		@SendTo("answers")
		String request(String payload) {
			return "answer";
		}

	}

	/**
	 * An application with Spring Boot's own factories.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Small {

		final CompletableFuture<String> received = new CompletableFuture<>();

		final List<String> headers = new CopyOnWriteArrayList<>();

		@Bean
		SimpleMeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@KafkaListener(topics = "${topic}", groupId = "${topic}")
		void receive(ConsumerRecord<String, String> record) {
			record.headers()
				.headers("traceparent")
				.forEach((header) -> this.headers.add(new String(header.value(), StandardCharsets.UTF_8)));
			this.received.complete(record.value());
		}

	}

}
