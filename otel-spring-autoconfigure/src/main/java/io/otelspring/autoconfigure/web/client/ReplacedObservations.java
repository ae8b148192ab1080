// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;

/**
 * Takes away what switches Spring Boot's observation on in the clients that it builds.
 * The definitions are found by their names, as not all of them tell the type.
 */
final class ReplacedObservations implements BeanDefinitionRegistryPostProcessor {

	private static final List<String> CUSTOMIZERS = List.of("observationRestTemplateCustomizer",
			"observationRestClientCustomizer", "observationWebClientCustomizer");

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		for (String name : CUSTOMIZERS) {
			if (registry.containsBeanDefinition(name)) {
				registry.removeBeanDefinition(name);
			}
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
	}

}
