// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Decides {@link ConditionalOnOpenTelemetry}.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
class OnOpenTelemetryCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final String OURS = "otelSpringOpenTelemetry";

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnOpenTelemetry.class);
		if (context.getRegistry().containsBeanDefinition(OURS)) {
			return ConditionOutcome.match(message.foundExactly("bean " + OURS));
		}
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "A bean factory is needed");
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, OpenTelemetry.class, true,
				false);
		return (names.length > 0) ? ConditionOutcome.match(message.found("bean", "beans").items((Object[]) names))
				: ConditionOutcome.noMatch(message.didNotFind("any beans").items(OpenTelemetry.class.getName()));
	}

}
