// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;

import io.otelspring.autoconfigure.Suppression;

/**
 * Keeps health checks from being recorded, whoever asks for them: the endpoint, a group
 * of it on another port, or JMX. They are registered anew, each behind one that
 * suppresses; the beans themselves stay as they are.
 */
final class SilentHealthChecks implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(SilentHealthChecks.class);

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HealthContributorRegistry registry) {
			try {
				silence(registry);
			}
			catch (RuntimeException ex) {
				logger.debug("Health checks may be recorded", ex);
			}
		}
		return bean;
	}

	private static void silence(HealthContributorRegistry registry) {
		List<HealthContributors.Entry> entries = registry.stream().toList();
		for (HealthContributors.Entry entry : entries) {
			HealthContributor silent = silent(entry.contributor());
			registry.unregisterContributor(entry.name());
			registry.registerContributor(entry.name(), silent);
		}
	}

	private static HealthContributor silent(HealthContributor contributor) {
		if (contributor instanceof HealthIndicator indicator) {
			return new SilentIndicator(indicator);
		}
		if (contributor instanceof CompositeHealthContributor composite) {
			Map<String, HealthContributor> silent = new LinkedHashMap<>();
			composite.stream().forEach((entry) -> silent.put(entry.name(), silent(entry.contributor())));
			return CompositeHealthContributor.fromMap(silent);
		}
		return contributor;
	}

	/**
	 * An indicator that is asked while nothing is recorded.
	 */
	private record SilentIndicator(HealthIndicator indicator) implements HealthIndicator {

		@Override
		public @Nullable Health health() {
			try (Scope scope = suppress()) {
				return this.indicator.health();
			}
		}

		@Override
		public @Nullable Health health(boolean includeDetails) {
			try (Scope scope = suppress()) {
				return this.indicator.health(includeDetails);
			}
		}

		private static Scope suppress() {
			return Suppression.suppress(Context.current()).makeCurrent();
		}

	}

}
