// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import io.lettuce.core.resource.DefaultClientResources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Makes the clients that share client resources record their commands.
 */
final class ClientResourcesPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<RecordingClientResources> resources;

	ClientResourcesPostProcessor(ObjectProvider<RecordingClientResources> resources) {
		this.resources = resources;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		// A subclass would not be what the application made any more.
		return (bean.getClass() == DefaultClientResources.class)
				? this.resources.getObject().like((DefaultClientResources) bean) : bean;
	}

}
