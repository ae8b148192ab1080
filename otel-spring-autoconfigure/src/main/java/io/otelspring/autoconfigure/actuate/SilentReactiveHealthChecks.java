// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.registry.ReactiveHealthContributorRegistry;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.Suppression;

/**
 * What {@link SilentHealthChecks} does, for those that are reactive.
 */
final class SilentReactiveHealthChecks implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(SilentReactiveHealthChecks.class);

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ReactiveHealthContributorRegistry registry) {
			try {
				silence(registry);
			}
			catch (RuntimeException ex) {
				logger.debug("Reactive health checks may be recorded", ex);
			}
		}
		return bean;
	}

	private static void silence(ReactiveHealthContributorRegistry registry) {
		List<ReactiveHealthContributors.Entry> entries = registry.stream().toList();
		for (ReactiveHealthContributors.Entry entry : entries) {
			ReactiveHealthContributor silent = silent(entry.contributor());
			registry.unregisterContributor(entry.name());
			registry.registerContributor(entry.name(), silent);
		}
	}

	private static ReactiveHealthContributor silent(ReactiveHealthContributor contributor) {
		if (contributor instanceof ReactiveHealthIndicator indicator) {
			return new SilentIndicator(indicator);
		}
		if (contributor instanceof CompositeReactiveHealthContributor composite) {
			Map<String, ReactiveHealthContributor> silent = new LinkedHashMap<>();
			composite.stream().forEach((entry) -> silent.put(entry.name(), silent(entry.contributor())));
			return CompositeReactiveHealthContributor.fromMap(silent);
		}
		return contributor;
	}

	/**
	 * An indicator that is asked while nothing is recorded, on whatever thread it works.
	 */
	private record SilentIndicator(ReactiveHealthIndicator indicator) implements ReactiveHealthIndicator {

		@Override
		public Mono<Health> health() {
			return suppress(this.indicator.health());
		}

		@Override
		public Mono<Health> health(boolean includeDetails) {
			return suppress(this.indicator.health(includeDetails));
		}

		private static Mono<Health> suppress(Mono<Health> health) {
			return Mono.<Health>from((subscriber) -> {
				try (Scope scope = Suppression.suppress(Context.current()).makeCurrent()) {
					health.subscribe(subscriber);
				}
			}).contextWrite((context) -> {
				Context current = context.getOrDefault(ReactorContextKey.VALUE, Context.current());
				return context.put(ReactorContextKey.VALUE,
						Suppression.suppress((current != null) ? current : Context.current()));
			});
		}

	}

}
