// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A call whose result ends later than the method returns: the outcome of a stage, or of
 * one subscription. Of several ends the first counts.
 */
final class OpenCall implements BiConsumer<@Nullable Object, @Nullable Throwable> {

	private final MethodRecipe recipe;

	private final @Nullable Span span;

	private final Context context;

	private final Attributes dimensions;

	private final long startNanos;

	private final AtomicBoolean ended = new AtomicBoolean();

	OpenCall(MethodRecipe recipe, @Nullable Span span, Context context, Attributes dimensions, long startNanos) {
		this.recipe = recipe;
		this.span = span;
		this.context = context;
		this.dimensions = dimensions;
		this.startNanos = startNanos;
	}

	/**
	 * Begin a call now.
	 * @param recipe the recipe of the method
	 * @param caller the context to begin it in
	 * @param arguments the arguments of the call
	 * @return the call
	 */
	static OpenCall begin(MethodRecipe recipe, Context caller, @Nullable Object[] arguments) {
		return begin(recipe, caller, arguments, 0, System.nanoTime());
	}

	static OpenCall begin(MethodRecipe recipe, Context caller, @Nullable Object[] arguments, long startMillis,
			long startNanos) {
		Span span = recipe.begin(caller, arguments, startMillis);
		return new OpenCall(recipe, span, recipe.context(caller, span), recipe.dimensions(arguments), startNanos);
	}

	/**
	 * Return the context that what belongs to the call runs in.
	 * @return the context
	 */
	Context context() {
		return this.context;
	}

	/**
	 * Tell whether there is nothing to do at the end of this call.
	 * @return whether the call leaves no trace
	 */
	boolean isIdle() {
		return this.span == null && !this.recipe.isMeasured();
	}

	void succeed(@Nullable Object value) {
		if (this.ended.compareAndSet(false, true)) {
			this.recipe.succeed(this.span, this.context, this.dimensions, this.startNanos, value);
		}
	}

	void fail(Throwable exception) {
		if (this.ended.compareAndSet(false, true)) {
			this.recipe.fail(this.span, this.context, this.dimensions, this.startNanos, exception);
		}
	}

	/**
	 * Take the outcome of a stage. One that was cancelled has not failed.
	 * @param value the value
	 * @param exception the exception
	 */
	@Override
	public void accept(@Nullable Object value, @Nullable Throwable exception) {
		if (exception == null) {
			succeed(value);
		}
		else if (Failures.unwrap(exception) instanceof CancellationException) {
			succeed(null);
		}
		else {
			fail(exception);
		}
	}

}
