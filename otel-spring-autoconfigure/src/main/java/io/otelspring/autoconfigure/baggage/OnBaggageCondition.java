// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import java.util.List;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where a list of keys is configured.
 */
abstract class OnBaggageCondition extends SpringBootCondition {

	private final String property;

	private OnBaggageCondition(String property) {
		this.property = property;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		List<String> names = Binder.get(context.getEnvironment())
			.bind(this.property, Bindable.listOf(String.class))
			.orElse(List.of());
		return new ConditionOutcome(!names.isEmpty(),
				this.property + (names.isEmpty() ? " names nothing" : " names " + names));
	}

	static final class Spans extends OnBaggageCondition {

		Spans() {
			super("otel.baggage.span-attributes");
		}

	}

	static final class Logs extends OnBaggageCondition {

		Logs() {
			super("otel.baggage.log-attributes");
		}

	}

}
