// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One attribute with a fixed value. It stands inside {@link Traced}, {@link Counted} and
 * {@link Timed}.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Attribute {

	/**
	 * The key, such as {@code db.system.name}.
	 * @return the key
	 */
	String key();

	/**
	 * The value, always recorded as a string.
	 * @return the value
	 */
	String value();

}
