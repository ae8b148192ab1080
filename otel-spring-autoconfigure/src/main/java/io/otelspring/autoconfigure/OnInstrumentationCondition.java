// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Decides {@link ConditionalOnInstrumentation}. Its messages name the property that
 * decided, since the Actuator shows them.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OnInstrumentationCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, ?> attributes = metadata.getAnnotationAttributes(ConditionalOnInstrumentation.class.getName());
		Assert.state(attributes != null, "The condition must be declared by its annotation");
		InstrumentationSwitch decision = InstrumentationSwitch.of(context.getEnvironment(),
				String.valueOf(attributes.get("value")), Boolean.TRUE.equals(attributes.get("enabledByDefault")));
		return new ConditionOutcome(decision.on(),
				ConditionMessage.forCondition(ConditionalOnInstrumentation.class).because(decision.because()));
	}

}
