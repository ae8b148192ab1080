// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;

import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A Kafka broker in this process, in place of the one that is configured.
 */
@TestConfiguration(proxyBeanMethods = false)
class LocalBroker {

	@Bean
	EmbeddedKafkaBroker broker() {
		return new EmbeddedKafkaKraftBroker(1, 1);
	}

	@Bean
	KafkaConnectionDetails connection(EmbeddedKafkaBroker broker) {
		return () -> List.of(broker.getBrokersAsString().split(","));
	}

}
