// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches where there is a bean of type {@link io.opentelemetry.api.OpenTelemetry}, ours
 * or the application's own. It does what
 * {@link org.springframework.boot.autoconfigure.condition.ConditionalOnBean} does, but
 * finds ours by its name: nearly every auto-configuration here asks, and a look-up by
 * type goes through all bean definitions.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnOpenTelemetryCondition.class)
public @interface ConditionalOnOpenTelemetry {

}
