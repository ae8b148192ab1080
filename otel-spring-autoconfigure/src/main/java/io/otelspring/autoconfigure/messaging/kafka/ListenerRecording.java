// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DelegatingMessageListener;
import org.springframework.kafka.listener.RecordInterceptor;
import org.springframework.kafka.listener.adapter.BatchMessagingMessageListenerAdapter;

/**
 * Lets listener containers record what their listeners process. An interceptor that the
 * application has stays in place, inside of ours.
 */
final class ListenerRecording {

	private final ListenerTelemetry telemetry;

	ListenerRecording(ListenerTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Let the containers that a factory will make record.
	 * @param factory the factory
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 */
	<K, V> void addTo(AbstractKafkaListenerContainerFactory<?, K, V> factory) {
		Supplier<@Nullable BrokerAddress> address = () -> BrokerAddress.of(() -> configuration(factory));
		RecordInterceptor<K, V> record = factory.getRecordInterceptor();
		if (!(record instanceof RecordSpans)) {
			factory.setRecordInterceptor(RecordSpans.around(record, this.telemetry, address));
		}
		BatchInterceptor<K, V> batch = factory.getBatchInterceptor();
		if (!(batch instanceof BatchSpans)) {
			factory.setBatchInterceptor(BatchSpans.around(batch, this.telemetry, address));
		}
		listenForResults(factory.getContainerProperties());
	}

	private static Map<String, Object> configuration(AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
		ConsumerFactory<?, ?> consumers = factory.getConsumerFactory();
		return (consumers != null) ? consumers.getConfigurationProperties() : Map.of();
	}

	/**
	 * Let a container record. This has an effect until it starts.
	 * @param container the container
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 */
	<K, V> void addTo(AbstractMessageListenerContainer<K, V> container) {
		Supplier<@Nullable BrokerAddress> address = () -> BrokerAddress
			.of(() -> asMap(container.getContainerProperties()));
		RecordInterceptor<K, V> record = container.getRecordInterceptor();
		if (!(record instanceof RecordSpans)) {
			container.setRecordInterceptor(RecordSpans.around(record, this.telemetry, address));
		}
		BatchInterceptor<K, V> batch = container.getBatchInterceptor();
		if (!(batch instanceof BatchSpans)) {
			container.setBatchInterceptor(BatchSpans.around(batch, this.telemetry, address));
		}
		listenForResults(container.getContainerProperties());
		Object listener = container.getContainerProperties().getMessageListener();
		while (listener instanceof DelegatingMessageListener<?> delegating) {
			listener = delegating.getDelegate();
		}
		if (listener instanceof BatchMessagingMessageListenerAdapter<?, ?> adapter) {
			// Containers hand their registry to the adapters of single records only.
			adapter.setObservationRegistry(this.telemetry.results());
		}
	}

	private static Map<String, Object> asMap(ContainerProperties properties) {
		Map<String, Object> map = new HashMap<>();
		properties.getKafkaConsumerProperties().forEach((key, value) -> map.put(key.toString(), value));
		return map;
	}

	private void listenForResults(ContainerProperties properties) {
		if (properties.getObservationRegistry() == ObservationRegistry.NOOP) {
			properties.setObservationRegistry(this.telemetry.results());
		}
	}

}
