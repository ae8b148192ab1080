// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context.reactor;

import io.micrometer.context.ContextRegistry;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Hooks;

import io.otelspring.autoconfigure.ConditionalOnOpenTelemetry;

/**
 * Auto-configuration for the OpenTelemetry context in Reactor. It has no switch of its
 * own, because everything that is recorded in a reactive application needs it for its
 * parent; {@code spring.reactor.context-propagation=limited} leaves Reactor as it is.
 */
@AutoConfiguration(afterName = { "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration",
		"org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration" })
@ConditionalOnClass({ Hooks.class, ContextRegistry.class })
@ConditionalOnOpenTelemetry
@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
public final class ReactorContextAutoConfiguration {

	/**
	 * The property of Spring Boot's that decides whether thread locals are restored in
	 * all operators.
	 */
	private static final String CONTEXT_PROPAGATION = "spring.reactor.context-propagation";

	ReactorContextAutoConfiguration(Environment environment) {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new ContextThreadLocalAccessor());
		if (!"limited".equalsIgnoreCase(environment.getProperty(CONTEXT_PROPAGATION))) {
			if (!Hooks.isAutomaticContextPropagationEnabled()) {
				Hooks.enableAutomaticContextPropagation();
			}
			ThreadLocalRestoring.install();
		}
	}

	@Bean
	static LazyInitializationExcludeFilter otelSpringReactorContextLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(ReactorContextAutoConfiguration.class);
	}

}
