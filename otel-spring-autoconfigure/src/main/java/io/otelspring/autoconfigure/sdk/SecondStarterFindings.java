// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds others who record the same as this starter.
 */
class SecondStarterFindings implements FindingSource {

	private static final String OFFICIAL_PACKAGE = "io.opentelemetry.instrumentation.spring.autoconfigure.";

	private static final String OFFICIAL = OFFICIAL_PACKAGE + "OpenTelemetryAutoConfiguration";

	private static final String HANDLER = "io.micrometer.tracing.handler.TracingObservationHandler";

	private final ConfigurableListableBeanFactory beanFactory;

	SecondStarterFindings(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		if (ClassUtils.isPresent(OFFICIAL, classLoader)) {
			findings.add(new Finding(Severity.WARNING,
					"OpenTelemetry's own Spring Boot starter is on the class path too", whatTheOfficialOneDoes(),
					"Remove io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter from the dependencies"));
		}
		if (ClassUtils.isPresent(HANDLER, classLoader)) {
			Class<?> handler = ClassUtils.resolveClassName(HANDLER, classLoader);
			for (String name : this.beanFactory.getBeanNamesForType(handler, true, false)) {
				findings.add(new Finding(Severity.WARNING,
						"The bean '" + name + "' makes spans of observations, as Micrometer Tracing does",
						"This starter does so too, so that they are there twice",
						"Remove the bean, or set otel.instrumentation.observation.enabled=false"));
			}
		}
		return findings;
	}

	private String whatTheOfficialOneDoes() {
		String twice = "It records the same requests and calls, so that they are there twice";
		for (String name : this.beanFactory.getBeanNamesForType(OpenTelemetry.class, true, false)) {
			String maker = this.beanFactory.containsBeanDefinition(name)
					? this.beanFactory.getMergedBeanDefinition(name).getFactoryBeanName() : null;
			if (maker != null && maker.startsWith(OFFICIAL_PACKAGE)) {
				return twice + "; and it makes the OpenTelemetry that is used, so that nothing is exported in the way "
						+ "that is set for this starter";
			}
		}
		return twice;
	}

}
