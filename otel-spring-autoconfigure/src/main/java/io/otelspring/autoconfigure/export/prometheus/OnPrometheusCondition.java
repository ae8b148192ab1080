// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where the exporter or the backend {@code prometheus} is named.
 */
class OnPrometheusCondition extends SpringBootCondition {

	static final String NAME = "prometheus";

	private static final Bindable<List<String>> NAMES = Bindable.listOf(String.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Binder binder = Binder.get(context.getEnvironment());
		ConditionMessage.Builder message = ConditionMessage.forCondition("Prometheus");
		for (String property : new String[] { "otel.metrics.exporter", "otel.backend" }) {
			boolean named = binder.bind(property, NAMES)
				.map((names) -> names.stream().anyMatch((name) -> name.strip().equals(NAME)))
				.orElse(false);
			if (named) {
				return ConditionOutcome.match(message.because(property + " names it"));
			}
		}
		return ConditionOutcome.noMatch(message.because("neither otel.metrics.exporter nor otel.backend names it"));
	}

}
