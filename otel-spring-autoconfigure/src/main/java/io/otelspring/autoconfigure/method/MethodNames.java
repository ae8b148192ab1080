// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The names under which methods are shown and recorded.
 */
final class MethodNames {

	private MethodNames() {
	}

	/**
	 * Return the default name of a method's span and metrics.
	 * @param type the class of the bean
	 * @param interfaces all interfaces of the bean
	 * @param method the method
	 * @return {@code Class.method}
	 */
	static String defaultName(Class<?> type, Collection<Class<?>> interfaces, Method method) {
		return simpleName(owner(type, interfaces, method)) + "." + method.getName();
	}

	// People think of the bean's class as having the method, or, for a proxy that has no
	// such class, of the interface that the application wrote.
	private static Class<?> owner(Class<?> type, Collection<Class<?>> interfaces, Method method) {
		Class<?> declaring = method.getDeclaringClass();
		if (!declaring.isInterface()
				|| (declaring.isAssignableFrom(type) && !type.isSynthetic() && !Proxy.isProxyClass(type))) {
			return type;
		}
		return interfaces.stream().filter(declaring::isAssignableFrom).findFirst().orElse(declaring);
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
	 * @param type the class of the bean
	 * @param method the method
	 * @return class, name and parameter types
	 */
	static String display(Class<?> type, Executable method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
		String name = (method instanceof Method) ? method.getName() : "<init>";
		return type.getName() + "." + name + parameters;
	}

}
