// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Traces the clients that applications declare as beans. This happens before
 * initialization, so that proxies stand before what is traced and not behind it, and
 * again after it for the beans of factories and for what initialization changed.
 */
final class HttpClientPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<HttpClientTracing> tracing;

	HttpClientPostProcessor(ObjectProvider<HttpClientTracing> tracing) {
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
		if (bean instanceof RestTemplate template) {
			this.tracing.getObject().trace(template);
		}
		else if (bean instanceof RestClient client) {
			return this.tracing.getObject().trace(client);
		}
		else if (bean instanceof RestClient.Builder builder) {
			return this.tracing.getObject().trace(builder);
		}
		return bean;
	}

}
