// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.delivery;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SpanProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * A small application, which the tests run in processes of its own.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(Application.Orders.class)
public class Application {

	public static void main(String[] args) {
		SpringApplication.run(Application.class, args);
	}

	@Bean
	@ConditionalOnProperty("shop.processor-blocks-for")
	SpanProcessor blockingProcessor(@Value("${shop.processor-blocks-for}") long millis) {
		return new BlockingProcessor(millis);
	}

	@RestController
	static class Orders {

		private static final Logger logger = LoggerFactory.getLogger(Orders.class);

		/**
		 * Logs one line. Most orders take no time, a few take a third of a second.
		 */
		@GetMapping("/order/{id}")
		String order(@PathVariable int id) throws InterruptedException {
			if (id % 40 == 39) {
				TimeUnit.MILLISECONDS.sleep(300);
			}
			logger.info("Order {}", id);
			return "done";
		}

	}

}
