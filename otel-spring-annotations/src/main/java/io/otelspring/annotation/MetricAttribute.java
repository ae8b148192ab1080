// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an argument a dimension of the {@link Counted} and {@link Timed} metrics of its
 * method.
 *
 * <p>
 * Each distinct value is a time series of its own, so take what has few of them (a
 * tenant, a channel), never an id. Values are typed as by {@link SpanAttribute}.
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MetricAttribute {

	/**
	 * The key of the dimension; short for {@link #key()}.
	 * @return the key, or nothing for the parameter's name
	 */
	String value() default "";

	/**
	 * The key of the dimension. Without one the parameter's name is taken, for which the
	 * class must have been compiled with {@code -parameters}.
	 * @return the key, or nothing for the parameter's name
	 */
	String key() default "";

	/**
	 * A SpEL expression whose root is the argument and whose result is the value, as for
	 * {@link SpanAttribute#expression()}.
	 * @return the expression, or nothing for the argument itself
	 */
	String expression() default "";

}
