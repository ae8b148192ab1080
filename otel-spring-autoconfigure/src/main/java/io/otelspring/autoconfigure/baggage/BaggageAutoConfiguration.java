// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.baggage;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Supplies the processors that copy baggage to spans and log records, which come before
 * the application's own.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
@EnableConfigurationProperties(BaggageProperties.class)
public final class BaggageAutoConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@Conditional(OnBaggageCondition.Spans.class)
	BaggageSpanProcessor otelSpringBaggageSpanProcessor(BaggageProperties properties) {
		return new BaggageSpanProcessor(properties.spanAttributes());
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@Conditional(OnBaggageCondition.Logs.class)
	BaggageLogProcessor otelSpringBaggageLogProcessor(BaggageProperties properties) {
		return new BaggageLogProcessor(properties.logAttributes());
	}

}
