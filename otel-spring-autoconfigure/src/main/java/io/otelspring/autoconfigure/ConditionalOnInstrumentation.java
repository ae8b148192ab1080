// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches unless the SDK is disabled ({@code otel.sdk.disabled}) or the named
 * instrumentation is switched off, by {@code otel.instrumentation.<name>.enabled} or,
 * where that is not set, by {@code otel.instrumentation.common.default-enabled}.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnInstrumentationCondition.class)
public @interface ConditionalOnInstrumentation {

	/**
	 * The name of the instrumentation as it stands in its switch.
	 * @return the name, such as {@code http.server}
	 */
	String value();

	/**
	 * Whether the instrumentation is on where neither switch is set.
	 * @return whether it is on by default
	 */
	boolean enabledByDefault() default true;

}
