// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.util.concurrent.Callable;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Observations of the application's own.
 */
final class Observations {

	private Observations() {
	}

	static Callable<?> observation(ConfigurableApplicationContext application) {
		ObservationRegistry registry = application.getBean(ObservationRegistry.class);
		return () -> Observation.createNotStarted("prices", registry)
			.lowCardinalityKeyValue("channel", "web")
			.highCardinalityKeyValue("item.sku", "book-42")
			.observe(() -> "price");
	}

}
