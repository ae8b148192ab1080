// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Looks at the listener containers again before they start, since an application may have
 * set an interceptor on a container that its factory had made.
 */
final class ListenerContainerStart implements SmartLifecycle {

	private final ObjectProvider<KafkaListenerEndpointRegistry> registries;

	private final ListenerRecording recording;

	private volatile boolean running;

	ListenerContainerStart(ObjectProvider<KafkaListenerEndpointRegistry> registries, ListenerRecording recording) {
		this.registries = registries;
		this.recording = recording;
	}

	@Override
	public void start() {
		this.running = true;
		for (KafkaListenerEndpointRegistry registry : this.registries) {
			for (MessageListenerContainer container : registry.getAllListenerContainers()) {
				if (container instanceof AbstractMessageListenerContainer<?, ?> listening && !listening.isRunning()) {
					add(listening);
				}
			}
		}
	}

	private void add(AbstractMessageListenerContainer<?, ?> container) {
		try {
			this.recording.addTo(container);
		}
		catch (RuntimeException ex) {
			KafkaTelemetry.failed(ex);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
