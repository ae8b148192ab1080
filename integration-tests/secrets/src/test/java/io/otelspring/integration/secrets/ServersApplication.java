// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.secrets;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that has to do with servers that hold secrets. Each of its requests does
 * a step.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ ServersApplication.Steps.class, ServersApplication.Listeners.class })
class ServersApplication {

	@Bean
	DefaultErrorHandler errorHandler() {
		return new DefaultErrorHandler(new FixedBackOff(0, 1));
	}

	@FunctionalInterface
	interface Step {

		void run(Beans beans) throws Exception;

	}

	record Beans(KafkaTemplate<String, String> kafka, StringRedisTemplate redis, MongoTemplate mongo, Logger logger) {

	}

	@RestController
	static class Steps {

		static final List<Step> STEPS = new ArrayList<>();

		private final Beans beans;

		Steps(KafkaTemplate<String, String> kafka, StringRedisTemplate redis, MongoTemplate mongo) {
			this.beans = new Beans(kafka, redis, mongo, LoggerFactory.getLogger("com.example.shop"));
		}

		@GetMapping("/step/{number}")
		String step(@PathVariable int number) throws Exception {
			STEPS.get(number).run(this.beans);
			return "done";
		}

	}

	/**
	 * What a listener cannot be called with, or fails on.
	 */
	static class Listeners {

		static final AtomicInteger READ = new AtomicInteger();

		@KafkaListener(topics = "texts")
		void read(ConsumerRecord<String, String> text) {
			READ.incrementAndGet();
		}

		@KafkaListener(topics = "numbers")
		void number(Integer number) {
			throw new AssertionError("No text is a number");
		}

		@KafkaListener(topics = "orders")
		void order(Order order) {
			throw new AssertionError("No text is an order");
		}

		@KafkaListener(topics = "failing")
		void fail(ConsumerRecord<String, String> text) {
			Integer.parseInt("not to be read");
		}

		@KafkaListener(topics = "json", properties = {
				"value.deserializer=org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
				"spring.deserializer.value.delegate.class=org.springframework.kafka.support.serializer.JacksonJsonDeserializer",
				"spring.json.value.default.type=io.otelspring.integration.secrets.ServersApplication$Order" })
		void json(Order order) {
			throw new AssertionError("No text is an order");
		}

		@KafkaListener(topics = "decimals", properties = {
				"value.deserializer=org.springframework.kafka.support.serializer.ErrorHandlingDeserializer",
				"spring.deserializer.value.delegate.class=org.apache.kafka.common.serialization.FloatDeserializer" })
		void decimal(Float number) {
			throw new AssertionError("No text is a number");
		}

	}

	record Order(int id) {

	}

}
