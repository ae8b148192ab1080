// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells other services of an order, by Kafka.
 */
@Component
@Profile("kafka")
class OrderPublisher {

	private static final String TOPIC = "orders";

	private final KafkaTemplate<String, OrderPlaced> kafka;

	OrderPublisher(KafkaTemplate<String, OrderPlaced> kafka) {
		this.kafka = kafka;
	}

	@EventListener
	void publish(OrderPlaced order) {
		this.kafka.send(TOPIC, order.orderId(), order);
	}

	@Configuration(proxyBeanMethods = false)
	@Profile("kafka")
	static class Topics {

		@Bean
		NewTopic orders() {
			return TopicBuilder.name(TOPIC).build();
		}

	}

}
