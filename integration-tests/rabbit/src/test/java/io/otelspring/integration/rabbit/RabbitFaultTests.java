// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What goes wrong, what is switched off, and what must not leave.
 */
class RabbitFaultTests {

	@RegisterExtension
	static final RunningApplication rabbit = new RunningApplication();

	@Test
	void malformedHeadersStartANewTrace() throws Exception {
		try (Connection connection = rabbit.broker().foreignClient().newConnection()) {
			Map<String, Object> broken = Map.of("traceparent", "00-not-a-trace-01", "tracestate", 5);
			Map<String, Object> number = Map.of("traceparent", 5);
			for (Map<String, Object> headers : List.of(broken, number)) {
				String id = "malformed " + headers.size();
				connection.createChannel()
					.basicPublish("", "orders",
							new AMQP.BasicProperties.Builder().messageId(id).headers(headers).build(),
							"x".getBytes(StandardCharsets.UTF_8));
				ReceivedSpan process = rabbit.collector()
					.awaitSpan((span) -> id.equals(span.attribute("messaging.message.id")));
				assertThat(process.isRoot()).isTrue();
				assertThat(process.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
			}
		}
	}

	@Test
	void aBrokerThatIsDownIsTheApplicationsExceptionAndASpan() {
		try (ObservedApplication down = RabbitBroker.run(rabbit.collector(), Plain.class, 1)) {
			ReceivedSpan caller = rabbit.application()
				.inSpan("down", () -> assertThatExceptionOfType(AmqpConnectException.class)
					.isThrownBy(() -> down.bean(RabbitTemplate.class).convertAndSend("orders", "x")));
			ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
			assertThat(send.name()).isEqualTo("send");
			assertThat(send.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
			assertThat(send.attributes()).containsEntry("error.type", AmqpConnectException.class.getName())
				.containsEntry("server.port", 1L);
			assertThat(send.events()).hasSize(1);
		}
	}

	@Test
	void observationsThatTheApplicationSwitchedOnMakeNoSecondSpan() {
		try (ObservedApplication observed = RabbitBroker.run(rabbit.collector(), Observed.class, rabbit.broker().port(),
				"--spring.rabbitmq.template.observation-enabled=true",
				"--spring.rabbitmq.listener.simple.observation-enabled=true")) {
			ReceivedSpan caller = rabbit.application()
				.inSpan("observed", () -> observed.bean(RabbitTemplate.class).convertAndSend("observed", "x"));
			ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
			ReceivedSpan process = rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
			assertThat(process.name()).isEqualTo("process observed");
			rabbit.collector()
				.await("Spring's meter",
						() -> observed.bean(MeterRegistry.class)
							.getMeters()
							.stream()
							.filter((meter) -> meter.getId().getName().equals("spring.rabbit.listener"))
							.findAny());
			assertThat(rabbit.collector().spans().stream().filter((span) -> span.traceId().equals(caller.traceId())))
				.hasSize(3);
		}
	}

	@Test
	void switchedOffNothingIsRecorded() {
		try (ObservedApplication off = RabbitBroker.run(rabbit.collector(), Observed.class, rabbit.broker().port(),
				"--otel.instrumentation.rabbit.enabled=false", "--spring.rabbitmq.template.observation-enabled=true",
				"--spring.rabbitmq.listener.simple.observation-enabled=true")) {
			ReceivedSpan caller = rabbit.application()
				.inSpan("off", () -> off.bean(RabbitTemplate.class).convertAndSend("observed", "x"));
			aMessageIsReceived();
			assertThat(rabbit.collector().spans().stream().filter((span) -> span.traceId().equals(caller.traceId())))
				.hasSize(1);
		}
	}

	@Test
	void noPayloadAndNoPasswordLeaves() {
		aMessageIsReceived();
		aBrokerThatIsDownIsTheApplicationsExceptionAndASpan();
		assertThat(rabbit.collector().spans()).noneMatch((span) -> span.toString().contains(RabbitBroker.SECRET));
	}

	private static void aMessageIsReceived() {
		ReceivedSpan caller = rabbit.application()
			.inSpan("orders",
					() -> rabbit.application()
						.bean(RabbitTemplate.class)
						.convertAndSend("orders", RabbitBroker.SECRET));
		ReceivedSpan send = rabbit.collector().awaitSpan((span) -> span.isChildOf(caller));
		rabbit.collector().awaitSpan((span) -> span.isChildOf(send));
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
