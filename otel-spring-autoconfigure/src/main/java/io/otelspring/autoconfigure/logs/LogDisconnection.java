// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Disconnects {@link LogBridge} from a closed application, after every bean: what is
 * registered for destruction before any bean exists comes last, so that what beans log at
 * their end is still sent.
 */
class LogDisconnection implements BeanFactoryPostProcessor, PriorityOrdered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof DefaultSingletonBeanRegistry registry) {
			registry.registerDisposableBean(LogBridge.class.getName(),
					() -> LogBridge.INSTANCE.disconnect(beanFactory));
		}
	}

}
