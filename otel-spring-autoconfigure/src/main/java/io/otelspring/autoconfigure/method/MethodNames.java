// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;

/**
 * The names under which methods are shown and recorded.
 */
final class MethodNames {

	private MethodNames() {
	}

	/**
	 * Return whom people think of as having a method: the bean's class, or where the bean
	 * is a proxy or a lambda, and has no such class, the interface that the application
	 * wrote.
	 * @param type the class of the bean
	 * @param interfaces all interfaces of the bean
	 * @param method the method
	 * @return the owner
	 */
	static Class<?> owner(Class<?> type, Collection<Class<?>> interfaces, Method method) {
		boolean nameless = Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type);
		if (!nameless && method.getDeclaringClass().isAssignableFrom(type)) {
			return type;
		}
		return interfaces.stream()
			.filter((candidate) -> ClassUtils.hasMethod(candidate, method.getName(), method.getParameterTypes()))
			.findFirst()
			.orElse(method.getDeclaringClass());
	}

	/**
	 * Return the default name of a method's span and metrics.
	 * @param owner whose method it is
	 * @param method the method
	 * @return {@code Class.method}
	 */
	static String defaultName(Class<?> owner, Method method) {
		return simpleName(owner) + "." + method.getName();
	}

	private static String simpleName(Class<?> type) {
		String simple = type.getSimpleName();
		if (!simple.isEmpty()) {
			return simple;
		}
		return type.getName().substring(type.getName().lastIndexOf('.') + 1);
	}

	/**
	 * Return a method as it is listed.
	 * @param owner whose method it is
	 * @param method the method
	 * @return class, name and parameter types
	 */
	static String display(Class<?> owner, Executable method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
		String name = (method instanceof Method) ? method.getName() : "<init>";
		return owner.getName() + "." + name + parameters;
	}

}
