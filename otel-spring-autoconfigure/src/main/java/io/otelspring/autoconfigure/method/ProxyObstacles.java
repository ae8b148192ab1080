// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.ClassUtils;

/**
 * What stands against a proxy that is a subclass of a bean's class.
 */
final class ProxyObstacles {

	private ProxyObstacles() {
	}

	static @Nullable String find(Class<?> type) {
		if (Modifier.isFinal(type.getModifiers())) {
			return "the class is final, it cannot be proxied; make it open, or set spring.aop.proxy-target-class to "
					+ "false and let it implement an interface";
		}
		if (type.isSealed()) {
			return "the class is sealed, it cannot be proxied";
		}
		return finalInterfaceMethod(type);
	}

	// A final method runs on the proxy itself, whose fields are empty. One that an
	// interface demands will be called there for certain, such as doFilter of a
	// OncePerRequestFilter, and would fail.
	private static @Nullable String finalInterfaceMethod(Class<?> type) {
		for (Class<?> implemented : ClassUtils.getAllInterfacesForClassAsSet(type)) {
			if (isCallback(implemented)) {
				continue;
			}
			for (Method method : implemented.getMethods()) {
				Method running = ClassUtils.getMostSpecificMethod(method, type);
				if (Modifier.isFinal(running.getModifiers()) && !Modifier.isStatic(running.getModifiers())) {
					return running.getDeclaringClass().getSimpleName() + "." + running.getName()
							+ " is final and would run on the proxy instead of the bean, so none is made";
				}
			}
		}
		return null;
	}

	// The container makes these calls before there is a proxy.
	private static boolean isCallback(Class<?> type) {
		return Aware.class.isAssignableFrom(type) || type == InitializingBean.class || type == DisposableBean.class;
	}

}
