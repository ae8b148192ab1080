// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Measures how long a method takes until its result ends, in a histogram of seconds whose
 * buckets reach from 0.005 to 10. A call that fails carries {@code error.type}, the class
 * of the exception.
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
public @interface Timed {

	/**
	 * The name of the histogram; short for {@link #name()}.
	 * @return the name, or nothing for {@code Class.method}
	 */
	String value() default "";

	/**
	 * The name of the histogram. Where a {@link Counted} on the same method has no name
	 * either, the histogram takes {@code Class.method.duration}, since two instruments
	 * cannot share one.
	 * @return the name, or nothing for {@code Class.method}
	 */
	String name() default "";

	/**
	 * What is measured, in a sentence.
	 * @return the description, or nothing
	 */
	String description() default "";

	/**
	 * Dimensions with fixed values.
	 * @return the attributes
	 */
	Attribute[] attributes() default {};

}
