// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client;

import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Takes away what switches Spring Boot's observation on in the clients that it builds.
 */
final class ReplacedObservations implements BeanDefinitionRegistryPostProcessor {

	private static final List<String> CUSTOMIZERS = List.of(
			"org.springframework.boot.restclient.observation.ObservationRestTemplateCustomizer",
			"org.springframework.boot.restclient.observation.ObservationRestClientCustomizer",
			"org.springframework.boot.webclient.observation.ObservationWebClientCustomizer");

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof BeanDefinitionRegistry registry) {
			for (String className : CUSTOMIZERS) {
				if (ClassUtils.isPresent(className, beanFactory.getBeanClassLoader())) {
					Class<?> type = ClassUtils.resolveClassName(className, beanFactory.getBeanClassLoader());
					for (String name : beanFactory.getBeanNamesForType(type, true, false)) {
						registry.removeBeanDefinition(name);
					}
				}
			}
		}
	}

}
