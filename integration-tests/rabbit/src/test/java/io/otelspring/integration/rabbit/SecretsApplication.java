// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.rabbit;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.RetryInterceptorBuilder;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.annotation.Traced;

/**
 * An application whose listeners cannot be called with what they get, or fail on it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class SecretsApplication {

	/**
	 * Where nothing but failures wait for a message.
	 */
	static final List<String> FAILING = List.of("secret-numbers", "secret-retried", "secret-json", "secret-objects",
			"secret-rejected", "secret-urls", "secret-batches", "secret-later", "secret-dropped");

	@Bean
	Declarables queues() {
		return new Declarables(
				Stream.concat(Stream.of("secret-texts", "secret-calls", "secret-pulled"), FAILING.stream())
					.map((name) -> new Queue(name, false, false, true))
					.toList());
	}

	@Bean
	Steps steps() {
		return new Steps();
	}

	@Bean
	Listeners listeners() {
		return new Listeners();
	}

	@Bean
	SimpleRabbitListenerContainerFactory once(ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
		factory.setConnectionFactory(connections);
		factory.setDefaultRequeueRejected(false);
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory json(ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = once(connections);
		factory.setMessageConverter(new JacksonJsonMessageConverter());
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory batches(ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = once(connections);
		factory.setBatchListener(true);
		factory.setConsumerBatchEnabled(true);
		factory.setBatchSize(1);
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory manual(ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = once(connections);
		factory.setAcknowledgeMode(AcknowledgeMode.MANUAL);
		return factory;
	}

	@Bean
	SimpleRabbitListenerContainerFactory dropping(ConnectionFactory connections) {
		SimpleRabbitListenerContainerFactory factory = once(connections);
		factory.setAdviceChain(RetryInterceptorBuilder.stateless().maxRetries(1).build());
		return factory;
	}

	@FunctionalInterface
	interface Step {

		void run() throws Exception;

	}

	static class Steps {

		private static final Logger logger = LoggerFactory.getLogger("com.example.shop");

		@Traced("step")
		void run(Step step) throws Exception {
			try {
				step.run();
			}
			catch (Exception ex) {
				logger.error("failed", ex);
				throw ex;
			}
		}

	}

	static class Listeners {

		@RabbitListener(queues = "secret-texts")
		void read(String text) {
		}

		@RabbitListener(queues = "secret-calls")
		String answer(String text) {
			return "answer to " + text;
		}

		@RabbitListener(queues = "secret-numbers", containerFactory = "once")
		void number(Integer number) {
			throw new AssertionError("No text is a number");
		}

		@RabbitListener(queues = "secret-retried")
		void retry(Message message) {
			throw new IllegalStateException("not to be read");
		}

		@RabbitListener(queues = "secret-json", containerFactory = "json")
		void json(Order order) {
			throw new AssertionError("No text is an order");
		}

		@RabbitListener(queues = "secret-objects", containerFactory = "once")
		void object(Order order) {
			throw new AssertionError("No text is an object");
		}

		@RabbitListener(queues = "secret-rejected", containerFactory = "once")
		void reject(String text) {
			throw new AmqpRejectAndDontRequeueException("there is no '" + text + "'");
		}

		@RabbitListener(queues = "secret-urls", containerFactory = "once")
		void call(String text) {
			throw new IllegalStateException("cannot reach amqp://joe:" + text + "@localhost:1");
		}

		@RabbitListener(queues = "secret-batches", containerFactory = "batches")
		void batch(List<Order> orders) {
			throw new IllegalStateException("no text is an order");
		}

		@RabbitListener(queues = "secret-later", containerFactory = "manual")
		CompletableFuture<String> later(String text) {
			return CompletableFuture.failedFuture(new IllegalStateException("not to be answered"));
		}

		@RabbitListener(queues = "secret-dropped", containerFactory = "dropping")
		void drop(String text) {
			throw new IllegalStateException("not to be read");
		}

	}

	record Order(int id) {

	}

}
