// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

import io.otelspring.autoconfigure.TelemetrySource;

/**
 * Lets the producers of a factory record what they send.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class ProducerRecording<K, V> implements ProducerPostProcessor<K, V> {

	private final ProducerFactory<K, V> factory;

	private final TelemetrySource<KafkaTelemetry> source;

	private ProducerRecording(ProducerFactory<K, V> factory, TelemetrySource<KafkaTelemetry> source) {
		this.factory = factory;
		this.source = source;
	}

	/**
	 * Let the producers of a factory record, unless they do.
	 * @param factory the factory
	 * @param source finds what records
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 */
	static <K, V> void addTo(ProducerFactory<K, V> factory, TelemetrySource<KafkaTelemetry> source) {
		if (factory.getPostProcessors().stream().noneMatch(ProducerRecording.class::isInstance)) {
			factory.addPostProcessor(new ProducerRecording<>(factory, source));
		}
	}

	@Override
	public Producer<K, V> apply(Producer<K, V> producer) {
		try {
			return new RecordingProducer<>(producer, this.source,
					BrokerAddress.of(this.factory::getConfigurationProperties));
		}
		catch (RuntimeException ex) {
			KafkaTelemetry.failed(ex);
			return producer;
		}
	}

}
