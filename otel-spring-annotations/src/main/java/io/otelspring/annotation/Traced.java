// SPDX-License-Identifier: Apache-2.0
package io.otelspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.opentelemetry.api.trace.SpanKind;

/**
 * Records a span for each call of a method.
 *
 * <p>
 * On a class it holds for every public method of the bean, on an interface for the
 * methods of that interface; what stands on a method wins over what stands on a class. It
 * may also be put on an annotation of the application's own, which then means the same.
 *
 * <p>
 * The span ends when the result does: at the return of a plain value, at the completion
 * of a {@link java.util.concurrent.CompletionStage}, and for reactive types at the end of
 * the subscription, which is also where it starts, so that there is one span per
 * subscription. A result that was cancelled ends it without an error. An exception sets
 * the status ERROR and {@code error.type}, and is recorded as an event once, though it
 * may pass through several traced methods.
 *
 * <p>
 * In a Spring application the span covers the transaction of the method, its commit
 * included; of an {@code @Async} method it covers what runs on the other thread; and each
 * attempt of a {@code @Retryable} method is a span of its own.
 *
 * <p>
 * Calls are seen where they go through the bean: not those that an object makes on
 * itself, and not those of private, static or final methods.
 *
 * @see Untraced
 * @see SpanAttribute
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Traced {

	/**
	 * The name of the span; short for {@link #name()}.
	 * @return the name, or nothing for {@code Class.method}
	 */
	String value() default "";

	/**
	 * The name of the span. It should name the operation and hold no value that differs
	 * from call to call.
	 * @return the name, or nothing for {@code Class.method}
	 */
	String name() default "";

	/**
	 * The kind of the span.
	 * @return the kind
	 */
	SpanKind kind() default SpanKind.INTERNAL;

	/**
	 * Attributes with fixed values. A {@link SpanAttribute} of the same key replaces
	 * them.
	 * @return the attributes
	 */
	Attribute[] attributes() default {};

	/**
	 * Whether the span is the root of a new trace, linked to the caller's span, instead
	 * of its child. The caller's baggage is kept.
	 * @return whether to start a new trace
	 */
	boolean newTrace() default false;

}
