// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Decides {@link ConditionalOnInstrumentation}. Its messages name the property that
 * decided, since the Actuator shows them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OnInstrumentationCondition extends SpringBootCondition {

	private static final String DISABLED = "otel.sdk.disabled";

	private static final String DEFAULT_ENABLED = "otel.instrumentation.common.default-enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnInstrumentation.class.getName());
		Assert.state(attributes != null, "The condition must be declared by its annotation");
		String property = "otel.instrumentation." + attributes.get("value") + ".enabled";
		boolean enabledByDefault = Boolean.TRUE.equals(attributes.get("enabledByDefault"));
		Environment environment = context.getEnvironment();
		if (environment.getProperty(DISABLED, Boolean.class, false)) {
			return outcome(false, DISABLED + " is true");
		}
		Boolean enabled = environment.getProperty(property, Boolean.class);
		if (enabled != null) {
			return outcome(enabled, property + " is " + enabled);
		}
		if (!environment.getProperty(DEFAULT_ENABLED, Boolean.class, true)) {
			return outcome(false, DEFAULT_ENABLED + " is false");
		}
		return outcome(enabledByDefault,
				property + " is not set and " + (enabledByDefault ? "true" : "false") + " by default");
	}

	private static ConditionOutcome outcome(boolean match, String because) {
		return new ConditionOutcome(match,
				ConditionMessage.forCondition(ConditionalOnInstrumentation.class).because(because));
	}

}
