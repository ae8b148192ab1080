// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Looks for mistakes around the SDK.
 */
@Configuration(proxyBeanMethods = false)
class SdkFindingsConfiguration {

	@Bean
	GlobalFindings otelSpringGlobalFindings(Environment environment) {
		return new GlobalFindings(environment);
	}

	@Bean
	AgentFindings otelSpringAgentFindings() {
		return new AgentFindings();
	}

	@Bean
	SecondStarterFindings otelSpringSecondStarterFindings(ConfigurableListableBeanFactory beanFactory) {
		return new SecondStarterFindings(beanFactory);
	}

	@Bean
	LeftOutFindings otelSpringLeftOutFindings(ConfigurableListableBeanFactory beanFactory) {
		return new LeftOutFindings(beanFactory.getBeanClassLoader());
	}

	@Bean
	UnclosedProviderFindings otelSpringUnclosedProviderFindings(ConfigurableListableBeanFactory beanFactory) {
		return new UnclosedProviderFindings(beanFactory);
	}

	@Bean
	VersionFindings otelSpringVersionFindings(ConfigurableListableBeanFactory beanFactory) {
		return new VersionFindings(beanFactory.getBeanClassLoader());
	}

	@Bean
	ServiceNameFindings otelSpringServiceNameFindings(ObjectProvider<Resource> resource) {
		return new ServiceNameFindings(resource);
	}

	@Bean
	ProcessorFindings otelSpringProcessorFindings(ObjectProvider<Sdk> sdk) {
		return new ProcessorFindings(sdk);
	}

	@Bean
	SamplerFindings otelSpringSamplerFindings(TelemetryProperties properties, ObjectProvider<Sampler> sampler) {
		return new SamplerFindings(properties, sampler);
	}

}
