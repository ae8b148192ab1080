// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What goes wrong, what is switched off, and what must not leave.
 */
class RabbitFaultTests {

	private static RabbitBroker broker;

	@AutoClose
	private static ObservedApplication application;

	private static OtlpCollector collector;

	@BeforeAll
	static void start() throws Exception {
		broker = RabbitBroker.shared();
		application = broker.run(ShopApplication.class);
		collector = application.collector();
	}

	@Test
	void malformedHeadersStartANewTrace() throws Exception {
		try (Connection connection = broker.foreignClient().newConnection()) {
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
		try (ObservedApplication down = ObservedApplication.run(collector, Plain.class, RabbitBroker.arguments(1))) {
			ReceivedSpan caller = application.inSpan("down", () -> assertThatExceptionOfType(AmqpConnectException.class)
				.isThrownBy(() -> down.bean(RabbitTemplate.class).convertAndSend("orders", "x")));
			ReceivedSpan send = collector.awaitChild(caller);
			assertThat(send.name()).isEqualTo("send");
			assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(send.attributes()).containsEntry("error.type", AmqpConnectException.class.getName())
				.containsEntry("server.port", 1L);
			assertThat(send.events()).hasSize(1);
		}
	}

	@Test
	void observationsThatTheApplicationSwitchedOnMakeNoSecondSpan() {
		try (ObservedApplication observed = broker.run(collector, Observed.class,
				"--spring.rabbitmq.template.observation-enabled=true",
				"--spring.rabbitmq.listener.simple.observation-enabled=true")) {
			ReceivedSpan caller = application.inSpan("observed",
					() -> observed.bean(RabbitTemplate.class).convertAndSend("observed", "x"));
			ReceivedSpan send = collector.awaitChild(caller);
			ReceivedSpan process = collector.awaitChild(send);
			assertThat(process.name()).isEqualTo("process observed");
			collector.await("Spring's meter",
					() -> observed.bean(MeterRegistry.class)
						.getMeters()
						.stream()
						.filter((meter) -> meter.getId().getName().equals("spring.rabbit.listener"))
						.findAny());
			assertThat(collector.trace(caller)).hasSize(3);
		}
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (ObservedApplication off = broker.run(collector, Observed.class,
				"--otel.instrumentation.rabbit.enabled=false", "--spring.rabbitmq.template.observation-enabled=true",
				"--spring.rabbitmq.listener.simple.observation-enabled=true")) {
			ReceivedSpan caller = application.inSpan("off",
					() -> off.bean(RabbitTemplate.class).convertAndSend("observed", "x"));
			aMessageIsReceived();
			assertThat(collector.trace(caller)).hasSize(1);
		}
	}

	@Test
	void noPayloadAndNoPasswordLeaves() {
		aMessageIsReceived();
		aBrokerThatIsDownIsTheApplicationsExceptionAndASpan();
		assertThat(collector.spans()).noneMatch((span) -> span.toString().contains(RabbitBroker.SECRET));
	}

	private static void aMessageIsReceived() {
		ReceivedSpan caller = application.inSpan("orders",
				() -> application.bean(RabbitTemplate.class).convertAndSend("orders", RabbitBroker.SECRET));
		ReceivedSpan send = collector.awaitChild(caller);
		collector.awaitChild(send);
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

}
