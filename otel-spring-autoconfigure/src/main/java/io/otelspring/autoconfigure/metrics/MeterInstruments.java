// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.function.Supplier;

import io.opentelemetry.api.metrics.Meter;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.PriorityOrdered;

/**
 * Holds the instruments of a context for longer than the SDK lives, so that the last
 * export has the last counts. Being one of the first beans it is one of the last to be
 * destroyed.
 */
class MeterInstruments implements BeanFactoryPostProcessor, PriorityOrdered, DisposableBean {

	private final Instruments instruments;

	MeterInstruments(Supplier<Meter> meter) {
		this.instruments = new Instruments(meter);
	}

	Instruments get() {
		return this.instruments;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		// Only to be early
	}

	@Override
	public void destroy() {
		this.instruments.close();
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
