// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds providers of the application's own that Spring never closes, so that what they
 * hold at the end is lost. Spring closes a singleton that has a method {@code close},
 * unless its definition has an empty destroy method, or it was registered as an object.
 */
class UnclosedProviderFindings implements FindingSource {

	private static final List<Class<?>> TYPES = List.of(OpenTelemetrySdk.class, SdkTracerProvider.class,
			SdkMeterProvider.class, SdkLoggerProvider.class);

	private final ConfigurableListableBeanFactory beanFactory;

	UnclosedProviderFindings(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		Set<Object> closedByTheirSdk = new HashSet<>();
		for (Class<?> type : TYPES) {
			for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
				if (name.startsWith("otelSpring") || !this.beanFactory.isSingleton(name)) {
					continue;
				}
				Object bean = this.beanFactory.getSingleton(name);
				boolean closed = isClosed(name);
				if (closed && bean instanceof OpenTelemetrySdk sdk) {
					closedByTheirSdk.addAll(
							List.of(sdk.getSdkTracerProvider(), sdk.getSdkMeterProvider(), sdk.getSdkLoggerProvider()));
				}
				if (!closed && bean != null && !closedByTheirSdk.contains(bean)) {
					findings.add(unclosed(name, type));
				}
			}
		}
		return findings;
	}

	private boolean isClosed(String name) {
		if (!this.beanFactory.containsBeanDefinition(name)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
		return !"".equals(definition.getDestroyMethodName());
	}

	private static Finding unclosed(String name, Class<?> type) {
		return new Finding(Severity.WARNING,
				"The bean '" + name + "' is a " + type.getSimpleName() + " that Spring does not close",
				"What it holds when the application ends is lost, unless your code closes it",
				"Leave destroyMethod = \"\" out, or write destroyMethod = \"close\"; where the bean is registered as an "
						+ "object, register a bean definition instead");
	}

}
