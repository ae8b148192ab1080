// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Supplies what decides which traces are recorded and exported.
 */
@AutoConfiguration(afterName = "io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration")
@ConditionalOnBooleanProperty(name = "otel.sdk.disabled", havingValue = false, matchIfMissing = true)
@EnableConfigurationProperties({ SamplingProperties.class, KeepProperties.class, PropagationProperties.class })
public final class TraceSamplingAutoConfiguration {

	@Bean
	TraceSampling otelSpringTraceSampling(SamplingProperties rules, KeepProperties keep,
			TelemetryProperties properties) {
		return new TraceSampling(SamplingRuleCompiler.compile(rules.rules(), properties),
				keep.isOn() ? held(keep) : null);
	}

	@Bean
	@Order(2)
	SamplingSection otelSpringSamplingSection(TraceSampling sampling, SamplingProperties rules, KeepProperties keep,
			PropagationProperties propagation, TelemetryProperties properties) {
		return new SamplingSection(sampling, rules, keep, propagation, properties);
	}

	@Bean
	SamplingFindings otelSpringSamplingFindings(TraceSampling sampling, SamplingProperties rules, KeepProperties keep) {
		return new SamplingFindings(sampling, rules, keep);
	}

	private static HeldTraces held(KeepProperties keep) {
		if (keep.slowerThan() != null && (keep.slowerThan().isNegative() || keep.slowerThan().isZero())) {
			throw new InvalidConfigurationPropertyValueException("otel.traces.keep.slower-than", keep.slowerThan(),
					"It must be longer than 0, since every trace took that long. Write how long a trace takes that "
							+ "you want to see, such as 2s.");
		}
		if (keep.maxSpans() < 1) {
			throw new InvalidConfigurationPropertyValueException("otel.traces.keep.max-spans", keep.maxSpans(),
					"It must be 1 or more. Write how many spans may be held, such as 10000.");
		}
		return new HeldTraces(keep.errors(), keep.slowerThan(), keep.maxSpans());
	}

}
