// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.web.client.RestClient;

/**
 * Lets Boot configure a traced builder, so that customizers see the same builder as the
 * application does, and applications that call the configurer themselves get one too.
 */
final class RestClientBuilderConfigurerPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<HttpClientTracing> tracing;

	RestClientBuilderConfigurerPostProcessor(ObjectProvider<HttpClientTracing> tracing) {
		this.tracing = tracing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() == RestClientBuilderConfigurer.class) {
			return new TracingConfigurer((RestClientBuilderConfigurer) bean, this.tracing.getObject());
		}
		return bean;
	}

	private static final class TracingConfigurer extends RestClientBuilderConfigurer {

		private final RestClientBuilderConfigurer delegate;

		private final HttpClientTracing tracing;

		TracingConfigurer(RestClientBuilderConfigurer delegate, HttpClientTracing tracing) {
			this.delegate = delegate;
			this.tracing = tracing;
		}

		@Override
		public RestClient.Builder configure(RestClient.Builder builder) {
			return this.delegate.configure(this.tracing.trace(builder));
		}

	}

}
