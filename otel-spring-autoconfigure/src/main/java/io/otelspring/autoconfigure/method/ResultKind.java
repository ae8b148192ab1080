// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * When the result of a method ends, as far as its declaration tells.
 */
enum ResultKind {

	/** At the return. */
	PLAIN,

	/** At the return, or later if it turns out to be a completion stage. */
	MAYBE_STAGE,

	/** At the return, or later if it turns out to be a stage or a reactive type. */
	ANYTHING,

	/** With each subscription, where it starts as well. */
	REACTIVE;

	private static final boolean COROUTINES = ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt",
			ResultKind.class.getClassLoader());

	static ResultKind of(Method method) {
		Class<?> type = method.getReturnType();
		if (type.isPrimitive()) {
			return PLAIN;
		}
		if (KotlinDetector.isSuspendingFunction(method)) {
			// Spring's proxies hand the result to advice as a Mono or a Flux.
			return COROUTINES ? REACTIVE : PLAIN;
		}
		if (CompletionStage.class.isAssignableFrom(type)) {
			return MAYBE_STAGE;
		}
		ReactiveAdapter adapter = reactiveAdapter(type);
		if (adapter != null) {
			return type.isAssignableFrom(adapter.getReactiveType()) ? REACTIVE : PLAIN;
		}
		if (type == Object.class) {
			return hasAdapters() ? ANYTHING : MAYBE_STAGE;
		}
		return Modifier.isFinal(type.getModifiers()) ? PLAIN : MAYBE_STAGE;
	}

	/**
	 * Tell whether the type is reactive but so special that a value which records cannot
	 * take its place.
	 * @param type the declared type
	 * @return whether it cannot be followed
	 */
	static boolean isUnfollowable(Class<?> type) {
		ReactiveAdapter adapter = type.isPrimitive() ? null : reactiveAdapter(type);
		return adapter != null && !type.isAssignableFrom(adapter.getReactiveType());
	}

	static boolean isManyValued(Class<?> type) {
		ReactiveAdapter adapter = type.isPrimitive() ? null : reactiveAdapter(type);
		return adapter != null && adapter.isMultiValue();
	}

	/**
	 * Return the adapter of a reactive type. Completion stages, for which Spring has one
	 * too, run already when they are returned and are no such type here.
	 * @param type the type
	 * @return the adapter, or {@code null} if it is not reactive
	 */
	static @Nullable ReactiveAdapter reactiveAdapter(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		return (adapter != null && !CompletionStage.class.isAssignableFrom(type)) ? adapter : null;
	}

	private static boolean hasAdapters() {
		return ReactiveAdapterRegistry.getSharedInstance().hasAdapters();
	}

}
