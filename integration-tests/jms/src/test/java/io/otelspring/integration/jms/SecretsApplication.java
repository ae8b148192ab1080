// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import java.util.List;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.connection.CachingConnectionFactory;

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
	static final List<String> FAILING = List.of("secret-numbers", "secret-orders", "secret-failing", "secret-refused",
			"secret-urls");

	@Bean
	ConnectionFactory connections(@Value("${shop.user}") String user, @Value("${shop.password}") String password) {
		return new CachingConnectionFactory(new ActiveMQConnectionFactory("vm://9", user, password));
	}

	@Bean
	Steps steps() {
		return new Steps();
	}

	@Bean
	Listeners listeners() {
		return new Listeners();
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

		@JmsListener(destination = "secret-texts")
		void read(String text) {
		}

		@JmsListener(destination = "secret-calls")
		String answer(String text) {
			return "answer to " + text;
		}

		@JmsListener(destination = "secret-numbers")
		void number(Integer number) {
			throw new AssertionError("No text is a number");
		}

		@JmsListener(destination = "secret-orders")
		void order(Order order) {
			throw new AssertionError("No text is an order");
		}

		@JmsListener(destination = "secret-failing")
		void fail(String text) {
			throw new IllegalStateException("not to be read");
		}

		@JmsListener(destination = "secret-refused")
		void refuse(TextMessage message) throws JMSException {
			throw new JMSException("there is no '" + message.getText() + "'");
		}

		@JmsListener(destination = "secret-urls")
		void call(String text) {
			throw new IllegalStateException("cannot reach tcp://joe:" + text + "@localhost:1");
		}

	}

	record Order(int id) {

	}

}
