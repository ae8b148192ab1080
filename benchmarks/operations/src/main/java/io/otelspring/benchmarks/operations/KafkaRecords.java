// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Records by Kafka as Boot sets it up, with clients that have no broker.
 */
@Configuration(proxyBeanMethods = false)
class KafkaRecords {

	/**
	 * The records of one poll.
	 */
	static final int BATCH = 100;

	private static final String TOPIC = "orders";

	private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

	private static final byte[] PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
		.getBytes(StandardCharsets.US_ASCII);

	@Bean
	ProducerFactory<?, ?> producerFactory(ObjectProvider<DefaultKafkaProducerFactoryCustomizer> customizers) {
		DefaultKafkaProducerFactory<String, String> factory = new CannedProducerFactory();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(factory));
		return factory;
	}

	@Bean
	ConsumerFactory<?, ?> consumerFactory() {
		return new CannedConsumerFactory();
	}

	@Bean
	KafkaAdmin kafkaAdmin() {
		return new CannedAdmin();
	}

	@Bean
	Orders orders() {
		return new Orders();
	}

	static Callable<?> send(ConfigurableApplicationContext application) {
		@SuppressWarnings("unchecked")
		KafkaTemplate<String, String> template = application.getBean(KafkaTemplate.class);
		return () -> template.send(TOPIC, "42", "book").join();
	}

	static Callable<?> receive(ConfigurableApplicationContext application) {
		CannedConsumerFactory factory = (CannedConsumerFactory) application.getBean(ConsumerFactory.class);
		Orders orders = application.getBean(Orders.class);
		return () -> {
			factory.requested.release();
			if (!orders.received.tryAcquire(BATCH, 10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The listener received nothing");
			}
			return orders;
		};
	}

	/**
	 * The application's listener.
	 */
	static class Orders {

		private final Semaphore received = new Semaphore(0);

		@KafkaListener(id = "orders", topics = TOPIC)
		void receive(String order) {
			this.received.release();
		}

	}

	/**
	 * Creates producers that accept and forget.
	 */
	private static final class CannedProducerFactory extends DefaultKafkaProducerFactory<String, String> {

		CannedProducerFactory() {
			super(Map.of("bootstrap.servers", "localhost:9092"), new StringSerializer(), new StringSerializer());
		}

		@Override
		protected Producer<String, String> createRawProducer(Map<String, Object> configuration) {
			Producer<String, String> producer = new MockProducer<>(true, null, new StringSerializer(),
					new StringSerializer()) {

				@Override
				public Future<RecordMetadata> send(ProducerRecord<String, String> message) {
					return send(message, null);
				}

				@Override
				public Future<RecordMetadata> send(ProducerRecord<String, String> message, Callback callback) {
					RecordMetadata metadata = new RecordMetadata(PARTITION, 0, 0, 0, 2, 4);
					if (callback != null) {
						callback.onCompletion(metadata, null);
					}
					return CompletableFuture.completedFuture(metadata);
				}

			};
			for (ProducerPostProcessor<String, String> processor : getPostProcessors()) {
				producer = processor.apply(producer);
			}
			return producer;
		}

	}

	/**
	 * Creates consumers that get a batch of records whenever one is requested.
	 */
	private static final class CannedConsumerFactory extends DefaultKafkaConsumerFactory<String, String> {

		private final Semaphore requested = new Semaphore(0);

		CannedConsumerFactory() {
			super(Map.of("bootstrap.servers", "localhost:9092", "group.id", TOPIC), new StringDeserializer(),
					new StringDeserializer());
		}

		@Override
		protected Consumer<String, String> createRawConsumer(Map<String, Object> configuration) {
			return new MockConsumer<>("earliest") {

				private long offset;

				@Override
				public ConsumerRecords<String, String> poll(Duration timeout) {
					try {
						if (!CannedConsumerFactory.this.requested.tryAcquire(timeout.toMillis(),
								TimeUnit.MILLISECONDS)) {
							return ConsumerRecords.empty();
						}
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
						return ConsumerRecords.empty();
					}
					List<ConsumerRecord<String, String>> batch = new ArrayList<>(BATCH);
					for (int i = 0; i < BATCH; i++) {
						RecordHeaders headers = new RecordHeaders();
						headers.add("traceparent", PARENT);
						batch.add(new ConsumerRecord<>(TOPIC, 0, this.offset++, 1_700_000_000_000L,
								TimestampType.CREATE_TIME, 2, 4, "42", "book", headers, Optional.empty()));
					}
					return new ConsumerRecords<>(Map.of(PARTITION, batch),
							Map.of(PARTITION, new OffsetAndMetadata(this.offset)));
				}

			};
		}

	}

	/**
	 * Knows the cluster without asking it.
	 */
	private static final class CannedAdmin extends KafkaAdmin {

		CannedAdmin() {
			super(Map.of("bootstrap.servers", "localhost:9092"));
		}

		@Override
		public String clusterId() {
			return "benchmark";
		}

	}

}
