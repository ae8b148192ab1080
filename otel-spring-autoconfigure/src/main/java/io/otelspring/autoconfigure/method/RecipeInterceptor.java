// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Follows the recipe of one method. What the method returns and throws passes through
 * unchanged, except that a reactive type is replaced by one of the same kind that
 * records.
 */
final class RecipeInterceptor implements MethodInterceptor {

	private final MethodRecipe recipe;

	private final ResultKind resultKind;

	RecipeInterceptor(MethodRecipe recipe) {
		this.recipe = recipe;
		this.resultKind = recipe.resultKind();
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		if (!this.recipe.isReady()) {
			return invocation.proceed();
		}
		return (this.resultKind == ResultKind.REACTIVE) ? assemble(invocation) : call(invocation);
	}

	private @Nullable Object call(MethodInvocation invocation) throws Throwable {
		MethodRecipe recipe = this.recipe;
		@Nullable Object[] arguments = invocation.getArguments();
		Context caller = Context.current();
		Span span = recipe.begin(caller, arguments, 0);
		Context context = recipe.context(caller, span);
		Attributes dimensions = recipe.dimensions(arguments);
		long start = recipe.isMeasured() ? System.nanoTime() : 0;
		Object result;
		try (Scope scope = context.makeCurrent()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			recipe.fail(span, context, dimensions, start, ex);
			throw ex;
		}
		if (this.resultKind != ResultKind.PLAIN && result != null) {
			if (result instanceof CompletionStage<?> stage) {
				follow(stage, new OpenCall(recipe, span, context, dimensions, start));
				return result;
			}
			if (this.resultKind == ResultKind.ANYTHING && ResultKind.reactiveAdapter(result.getClass()) != null) {
				OpenCall first = new OpenCall(recipe, span, context, dimensions, start);
				return new ReactiveCall(recipe, caller, arguments, first).follow(result, Object.class);
			}
		}
		recipe.succeed(span, context, dimensions, start, result);
		return result;
	}

	// It is the method's own object that is returned, not a stage that depends on it: the
	// caller may cancel it, complete it, or expect its class.
	private static void follow(CompletionStage<?> stage, OpenCall call) {
		try {
			if (stage instanceof CompletableFuture<?> future && future.isDone() && !future.isCompletedExceptionally()) {
				call.succeed(future.getNow(null));
			}
			else {
				stage.whenComplete(call);
			}
		}
		catch (Throwable ex) {
			call.succeed(null);
		}
	}

	// The method only describes what will run; each subscription is a call.
	private @Nullable Object assemble(MethodInvocation invocation) throws Throwable {
		MethodRecipe recipe = this.recipe;
		@Nullable Object[] arguments = invocation.getArguments();
		Context caller = Context.current();
		long startMillis = System.currentTimeMillis();
		long startNanos = System.nanoTime();
		Object result;
		try (Scope scope = recipe.assembly(caller).makeCurrent()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			OpenCall.begin(recipe, caller, arguments, startMillis, startNanos).fail(ex);
			throw ex;
		}
		if (result == null) {
			OpenCall.begin(recipe, caller, arguments, startMillis, startNanos).succeed(null);
			return null;
		}
		return new ReactiveCall(recipe, caller, arguments, null).follow(result, recipe.method().getReturnType());
	}

}
