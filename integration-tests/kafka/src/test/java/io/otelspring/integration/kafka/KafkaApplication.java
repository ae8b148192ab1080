// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that sends and listens.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableKafkaRetryTopic
class KafkaApplication {

	private static final Logger logger = LoggerFactory.getLogger(KafkaApplication.class);

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
	ConcurrentKafkaListenerContainerFactory<Object, Object> batchFactory(ConsumerFactory<Object, Object> consumers) {
		ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
		factory.setBatchListener(true);
		return factory;
	}

	@Bean
	ConcurrentKafkaListenerContainerFactory<Object, Object> manualFactory(ConsumerFactory<Object, Object> consumers) {
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
		factory.setContainerCustomizer(
				(container) -> container.setRecordInterceptor((record, consumer) -> intercepted("container", record)));
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
		return new DefaultKafkaProducerFactory(Map.of("bootstrap.servers", Broker.address()), new StringSerializer(),
				new StringSerializer());
	}

	@Bean
	ConcurrentKafkaListenerContainerFactory<Object, Object> transactionalFactory(
			ConsumerFactory<Object, Object> consumers,
			@Qualifier("transactional") DefaultKafkaProducerFactory<Object, Object> transactional) {
		ConcurrentKafkaListenerContainerFactory<Object, Object> factory = factory(consumers);
		factory.getContainerProperties().setKafkaAwareTransactionManager(new KafkaTransactionManager<>(transactional));
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

}
