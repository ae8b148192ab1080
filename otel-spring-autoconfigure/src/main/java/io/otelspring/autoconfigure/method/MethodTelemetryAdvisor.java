// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.MethodMatcher;
import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcher;

/**
 * Advises one method with its own interceptor. Spring keeps the interceptors of each
 * method, so that a call needs no look-up.
 */
final class MethodTelemetryAdvisor implements PointcutAdvisor, Pointcut {

	private final AnnotatedClass annotated;

	private final MethodRecipe recipe;

	private final RecipeInterceptor interceptor;

	private final MethodMatcher matcher;

	MethodTelemetryAdvisor(AnnotatedClass annotated, MethodRecipe recipe) {
		this.annotated = annotated;
		this.recipe = recipe;
		this.interceptor = new RecipeInterceptor(recipe);
		this.matcher = new RecipeMatcher();
	}

	MethodRecipe recipe() {
		return this.recipe;
	}

	@Override
	public Advice getAdvice() {
		return this.interceptor;
	}

	@Override
	public Pointcut getPointcut() {
		return this;
	}

	@Override
	public ClassFilter getClassFilter() {
		return ClassFilter.TRUE;
	}

	@Override
	public MethodMatcher getMethodMatcher() {
		return this.matcher;
	}

	private final class RecipeMatcher extends StaticMethodMatcher {

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			MethodTelemetryAdvisor advisor = MethodTelemetryAdvisor.this;
			return advisor.annotated.recipe(method) == advisor.recipe;
		}

		/** Classes of proxies are shared where this text is the same. */
		@Override
		public String toString() {
			return "telemetry of " + MethodTelemetryAdvisor.this.recipe.method();
		}

	}

}
