// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.observation.ObservationCollector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ReflectionUtils;

/**
 * Lets the connection factories of RabbitMQ's client that are beans record. One that has
 * a collector of the application's own keeps it.
 */
class RabbitPostProcessor implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(RabbitPostProcessor.class);

	private final RabbitTelemetry telemetry;

	private final RecordingCollector collector;

	private final Map<ConnectionFactory, Boolean> seen = Collections.synchronizedMap(new WeakHashMap<>());

	RabbitPostProcessor(RabbitTelemetry telemetry) {
		this.telemetry = telemetry;
		this.collector = new RecordingCollector(telemetry);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ConnectionFactory factory) {
			record(factory);
		}
		return bean;
	}

	final RabbitTelemetry telemetry() {
		return this.telemetry;
	}

	/**
	 * Let a factory record, once.
	 * @param factory the factory
	 */
	final void record(ConnectionFactory factory) {
		if (this.seen.putIfAbsent(factory, Boolean.TRUE) == null) {
			if (hasCollector(factory)) {
				logger.info("What is sent by a RabbitMQ connection factory is not recorded, since it has an "
						+ "ObservationCollector of the application's own");
				return;
			}
			factory.setObservationCollector(this.collector);
		}
	}

	private static boolean hasCollector(ConnectionFactory factory) {
		try {
			Field field = ReflectionUtils.findField(ConnectionFactory.class, null, ObservationCollector.class);
			if (field == null) {
				return false;
			}
			ReflectionUtils.makeAccessible(field);
			Object present = field.get(factory);
			return present != null && present != ObservationCollector.NO_OP;
		}
		catch (Exception ex) {
			return false;
		}
	}

}
