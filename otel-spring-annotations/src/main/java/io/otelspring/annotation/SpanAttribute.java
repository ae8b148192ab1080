// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records an argument of a {@link Traced} method, or on the method its return value, as
 * an attribute of the span.
 *
 * <p>
 * Strings, booleans, integral and floating numbers keep their type, and so do arrays and
 * collections of them; enums are recorded by name, an {@link java.util.Optional} by what
 * it holds, anything else by {@code toString()}. Nothing is recorded for {@code null},
 * {@code byte[]} and {@code char[]}. A value that cannot be read is left out and never
 * fails the call.
 */
@Target({ ElementType.PARAMETER, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SpanAttribute {

	/**
	 * The key of the attribute; short for {@link #key()}.
	 * @return the key, or nothing for the parameter's name
	 */
	String value() default "";

	/**
	 * The key of the attribute. A parameter may do without one, its name is taken then,
	 * for which the class must have been compiled with {@code -parameters}; a return
	 * value needs one.
	 * @return the key, or nothing for the parameter's name
	 */
	String key() default "";

	/**
	 * A SpEL expression whose root is the argument or the return value, such as
	 * {@code items.size()}, and whose result is recorded in its place. It can read
	 * properties and call methods, and reaches neither types nor beans.
	 * @return the expression, or nothing for the value itself
	 */
	String expression() default "";

}
