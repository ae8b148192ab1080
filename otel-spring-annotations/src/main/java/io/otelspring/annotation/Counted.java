// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Counts the calls of a method, when their result ends, in a counter of long values. A
 * call that fails carries {@code error.type}, the class of the exception.
 *
 * <p>
 * On a class it holds for every public method of the bean, on an interface for the
 * methods of that interface. It needs no {@link Traced} beside it; with one, the
 * measurement is linked to the span by an exemplar.
 *
 * @see MetricAttribute
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Counted {

	/**
	 * The name of the counter; short for {@link #name()}.
	 * @return the name, or nothing for {@code Class.method}
	 */
	String value() default "";

	/**
	 * The name of the counter.
	 * @return the name, or nothing for {@code Class.method}
	 */
	String name() default "";

	/**
	 * The unit, such as <code>{order}</code>.
	 * @return the unit, or nothing
	 */
	String unit() default "";

	/**
	 * What is counted, in a sentence.
	 * @return the description, or nothing
	 */
	String description() default "";

	/**
	 * Dimensions with fixed values.
	 * @return the attributes
	 */
	Attribute[] attributes() default {};

}
