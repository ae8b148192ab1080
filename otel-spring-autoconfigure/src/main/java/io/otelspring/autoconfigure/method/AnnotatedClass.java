// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.otelspring.autoconfigure.Finding;

/**
 * A class of beans with its annotated methods compiled, and the annotations that cannot
 * take effect.
 */
final class AnnotatedClass {

	private final Class<?> type;

	private final Map<Method, MethodRecipe> recipes;

	private final List<IneffectiveAnnotation> ineffective;

	private final List<Finding> questionable;

	private final List<MethodTelemetryAdvisor> advisors;

	AnnotatedClass(Class<?> type, Map<Method, MethodRecipe> recipes, Collection<IneffectiveAnnotation> ineffective,
			Collection<Finding> questionable) {
		this.type = type;
		this.recipes = Map.copyOf(recipes);
		this.ineffective = List.copyOf(ineffective);
		this.questionable = List.copyOf(questionable);
		this.advisors = recipes.values().stream().map((recipe) -> new MethodTelemetryAdvisor(this, recipe)).toList();
	}

	/**
	 * List the methods of a bean, each as the one that will run, with what it may be
	 * called as.
	 * @param type the class of the bean
	 * @param interfaces all interfaces of the bean
	 * @return declarations by method
	 */
	static Map<Method, Set<Method>> methods(Class<?> type, Collection<Class<?>> interfaces) {
		Map<Method, Set<Method>> methods = new LinkedHashMap<>();
		Set<Class<?>> declaring = new LinkedHashSet<>();
		if (!Proxy.isProxyClass(type)) {
			declaring.add(type);
		}
		declaring.addAll(interfaces);
		for (Class<?> candidate : declaring) {
			ReflectionUtils.doWithMethods(candidate,
					(method) -> methods.computeIfAbsent(running(method, type), (key) -> new LinkedHashSet<>())
						.add(method),
					ReflectionUtils.USER_DECLARED_METHODS);
		}
		return methods;
	}

	static Set<Class<?>> interfaces(Class<?> type, Collection<Class<?>> further) {
		Set<Class<?>> interfaces = new LinkedHashSet<>(further);
		interfaces.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
		return interfaces;
	}

	private static Method running(Method method, Class<?> type) {
		return Proxy.isProxyClass(type) ? BridgeMethodResolver.findBridgedMethod(method)
				: BridgeMethodResolver.getMostSpecificMethod(method, type);
	}

	/**
	 * Return the recipe for a method as a proxy calls it.
	 * @param method the method of the class or of an interface
	 * @return the recipe, or {@code null}
	 */
	@Nullable MethodRecipe recipe(Method method) {
		return this.recipes.get(running(method, this.type));
	}

	Class<?> type() {
		return this.type;
	}

	Collection<MethodRecipe> recipes() {
		return this.recipes.values();
	}

	List<IneffectiveAnnotation> ineffective() {
		return this.ineffective;
	}

	List<Finding> questionable() {
		return this.questionable;
	}

	List<MethodTelemetryAdvisor> advisors() {
		return this.advisors;
	}

	@Override
	public String toString() {
		return this.type.getName();
	}

}
