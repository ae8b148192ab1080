// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import io.otelspring.test.ObservedApplication;

/**
 * A broker for all tests. It goes down with the process.
 */
final class Broker {

	private static final EmbeddedKafkaBroker BROKER = start();

	private Broker() {
	}

	private static EmbeddedKafkaBroker start() {
		EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
		broker.brokerProperties(Map.of("offsets.topic.num.partitions", "1", "transaction.state.log.num.partitions", "1",
				"transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1",
				"group.initial.rebalance.delay.ms", "0"));
		broker.afterPropertiesSet();
		Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
		return broker;
	}

	static String address() {
		return BROKER.getBrokersAsString();
	}

	static ObservedApplication run(Class<?> application, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.kafka.bootstrap-servers=" + address(),
				"--spring.kafka.consumer.auto-offset-reset=earliest",
				"--spring.kafka.consumer.properties.fetch.max.wait.ms=50", "--logging.level.root=warn",
				"--logging.level.org.springframework.kafka=off", "--logging.level.org.apache.kafka=off",
				"--logging.level.io.otelspring.integration=info", "--otel.blrp.schedule.delay=50ms"));
		all.addAll(List.of(arguments));
		return ObservedApplication.run(application, all.toArray(String[]::new));
	}

}
