// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Traces the clients and builders that are beans, Spring Boot's own builder included.
 * This happens before initialization, so that proxies stand before what is traced, and
 * again after it for the beans of factories and for what initialization changed.
 */
final class WebClientPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<WebClientTracing> tracing;

	WebClientPostProcessor(ObjectProvider<WebClientTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		return trace(bean);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return trace(bean);
	}

	private Object trace(Object bean) {
		if (bean instanceof WebClient client) {
			return this.tracing.getObject().trace(client);
		}
		if (bean instanceof WebClient.Builder builder) {
			this.tracing.getObject().trace(builder);
		}
		return bean;
	}

}
