// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Adds the bridge to each registry that is a bean, before anything else is added to it:
 * its span starts before and ends after what the other handlers do.
 */
final class ObservationRegistryBridging implements BeanPostProcessor, PriorityOrdered {

	private final ObjectProvider<ObservationTelemetry> telemetry;

	ObservationRegistryBridging(ObjectProvider<ObservationTelemetry> telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof ObservationRegistry registry) {
			this.telemetry.ifAvailable((telemetry) -> registry.observationConfig()
				.observationFilter(telemetry.bridge())
				.observationHandler(telemetry.bridge()));
		}
		return bean;
	}

}
