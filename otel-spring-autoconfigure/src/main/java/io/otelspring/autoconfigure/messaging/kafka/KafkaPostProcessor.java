// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

import io.otelspring.autoconfigure.TelemetrySource;

/**
 * Lets the factories, templates and containers that are beans record.
 */
final class KafkaPostProcessor implements BeanPostProcessor {

	private final TelemetrySource<KafkaTelemetry> source;

	private final Supplier<ListenerRecording> listeners;

	KafkaPostProcessor(TelemetrySource<KafkaTelemetry> source, Supplier<ListenerRecording> listeners) {
		this.source = source;
		this.listeners = listeners;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			process(bean);
		}
		catch (RuntimeException ex) {
			KafkaTelemetry.failed(ex);
		}
		return bean;
	}

	private void process(Object bean) {
		if (bean instanceof ProducerFactory<?, ?> factory) {
			ProducerRecording.addTo(factory, this.source);
		}
		else if (bean instanceof RoutingKafkaTemplate template) {
			RoutedFactories.of(template).forEach(this::process);
		}
		else if (bean instanceof KafkaTemplate<?, ?> template) {
			ProducerRecording.addTo(template.getProducerFactory(), this.source);
		}
		else if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
			this.listeners.get().addTo(factory);
		}
		else if (bean instanceof AbstractMessageListenerContainer<?, ?> container) {
			this.listeners.get().addTo(container);
		}
	}

}
