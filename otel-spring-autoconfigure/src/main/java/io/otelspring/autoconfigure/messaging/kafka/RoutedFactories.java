// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.springframework.kafka.core.RoutingKafkaTemplate;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the producer factories of a template that chooses one by the topic. It tells them
 * by the topic only.
 */
final class RoutedFactories {

	private RoutedFactories() {
	}

	static Collection<?> of(RoutingKafkaTemplate template) {
		Field field = ReflectionUtils.findField(RoutingKafkaTemplate.class, "factoryMatchers");
		if (field == null || !field.trySetAccessible()) {
			return List.of();
		}
		return (ReflectionUtils.getField(field, template) instanceof Map<?, ?> factories) ? factories.values()
				: List.of();
	}

}
