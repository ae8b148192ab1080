// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientBuilderConfigurer;
import org.springframework.web.client.RestClient;

/**
 * Completes Boot's builders where its customizers do not suffice: a
 * {@code RestTemplateBuilder} of the application's own does not apply them, and those for
 * {@code RestClient} are to see the same builder as the application does.
 */
final class BootBuilderPostProcessor implements BeanPostProcessor {

	private final ObjectProvider<HttpClientTracing> tracing;

	private final ObjectProvider<TracingRestTemplateCustomizer> customizer;

	BootBuilderPostProcessor(ObjectProvider<HttpClientTracing> tracing,
			ObjectProvider<TracingRestTemplateCustomizer> customizer) {
		this.tracing = tracing;
		this.customizer = customizer;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean.getClass() == RestClientBuilderConfigurer.class) {
			return new TracingConfigurer((RestClientBuilderConfigurer) bean, this.tracing.getObject());
		}
		if (bean.getClass() == RestTemplateBuilder.class) {
			// Customizers are a set: Boot's own builder has this one already.
			return ((RestTemplateBuilder) bean).additionalCustomizers(this.customizer.getObject());
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
