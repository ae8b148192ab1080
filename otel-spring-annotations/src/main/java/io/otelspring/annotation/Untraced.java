// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records no span for a method nor for anything that it calls, and lets its outgoing
 * calls tell their receivers so ({@code sampled=0}).
 *
 * <p>
 * On a class it holds for every public method of the bean. A {@link Traced} on one of the
 * methods wins over it, unless the call already comes from below something untraced.
 *
 * <p>
 * It is about traces: {@link Counted} and {@link Timed}, here and below, go on measuring,
 * since a metric must not depend on what is traced.
 *
 * @see Traced
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Untraced {

}
