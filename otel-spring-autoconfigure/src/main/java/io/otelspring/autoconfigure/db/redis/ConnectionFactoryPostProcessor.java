// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Gives client resources to connection factories that the application made without any.
 * Lettuce would otherwise make some that nobody can reach.
 */
final class ConnectionFactoryPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<RecordingClientResources> resources;

	ConnectionFactoryPostProcessor(ObjectProvider<RecordingClientResources> resources) {
		this.resources = resources;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof LettuceConnectionFactory factory && factory.getClientResources() == null) {
			try {
				factory.setClientResources(this.resources.getObject().create());
			}
			catch (IllegalStateException ex) {
				// Its configuration cannot be changed, and has none: the application has
				// to put them there.
			}
		}
		return bean;
	}

}
