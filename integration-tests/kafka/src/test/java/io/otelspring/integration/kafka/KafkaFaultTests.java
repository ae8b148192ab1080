// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.ReceivedSpan.StatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What goes wrong, and what is switched off or on.
 */
class KafkaFaultTests {

	private static final String PAYLOAD = "correct-horse-battery-staple";

	@AutoClose
	private static final ObservedApplication kafka = Broker.run(KafkaApplication.class);

	private static final OtlpCollector collector = kafka.collector();

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
	void aBrokerThatIsDownIsAFailureOfTheSpan() {
		@SuppressWarnings("unchecked")
		KafkaTemplate<String, String> down = kafka.context().getBean("down", KafkaTemplate.class);
		ReceivedSpan caller = kafka.inSpan("caller",
				() -> assertThatExceptionOfType(KafkaException.class)
					.isThrownBy(() -> down.send("orders", "1", PAYLOAD))
					.withCauseInstanceOf(TimeoutException.class));
		ReceivedSpan send = collector.awaitChild(caller, "send orders");
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
		ReceivedSpan caller = kafka.inSpan("caller", () -> assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> template.send("orders", "1", 42)));
		ReceivedSpan send = collector.awaitChild(caller, "send orders");
		assertThat(send.status()).isEqualTo(StatusCode.ERROR);
		assertThat(send.attribute("error.type")).isEqualTo(SerializationException.class.getName());
	}

	@Test
	void whatIsSwitchedOffIsNotRecordedAtAll() throws Exception {
		try (ObservedApplication off = Broker.run(Small.class, "--otel.instrumentation.kafka.enabled=false",
				"--spring.kafka.listener.observation-enabled=true", "--spring.kafka.template.observation-enabled=true",
				"--topic=off")) {
			sendAndAwait(off, "off");
			off.bean(Tracer.class).spanBuilder("last").startSpan().end();
			off.collector().awaitSpan("last");
			assertThat(off.collector().spans()).extracting(ReceivedSpan::name).containsExactly("last");
			assertThat(off.bean(Small.class).headers).isEmpty();
		}
	}

	@Test
	void observationsThatTheApplicationSwitchedOnMakeNoSecondSpan() throws Exception {
		try (ObservedApplication observed = Broker.run(Small.class, "--spring.kafka.listener.observation-enabled=true",
				"--spring.kafka.template.observation-enabled=true", "--topic=observed")) {
			sendAndAwait(observed, "observed");
			ReceivedSpan process = observed.collector().awaitSpan("process observed");
			assertThat(process.isChildOf(observed.collector().awaitSpan("send observed"))).isTrue();
			observed.bean(Tracer.class).spanBuilder("last").startSpan().end();
			observed.collector().awaitSpan("last");
			assertThat(observed.collector().spans()).hasSize(3);
			assertThat(observed.bean(SimpleMeterRegistry.class).find("spring.kafka.listener").timer()).isNotNull();
			assertThat(observed.bean(Small.class).headers).hasSize(1);
		}
	}

	private static void sendAndAwait(ObservedApplication application, String topic) throws Exception {
		@SuppressWarnings("unchecked")
		KafkaTemplate<Object, Object> template = application.bean(KafkaTemplate.class);
		template.send(topic, "1", PAYLOAD).get();
		assertThat(application.bean(Small.class).received.get(1, TimeUnit.MINUTES)).isEqualTo(PAYLOAD);
	}

	@SuppressWarnings("unchecked")
	private static KafkaTemplate<Object, Object> template() {
		return kafka.context().getBean("kafkaTemplate", KafkaTemplate.class);
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
