// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What stands against a proxy of a bean, be it a subclass of the bean's class or not.
 */
final class ProxyObstacles {

	private static final List<String> CALLED_BY_SPRING = List.of("org.springframework.scheduling.annotation.Scheduled",
			"org.springframework.scheduling.annotation.Schedules", "org.springframework.context.event.EventListener",
			"org.springframework.web.bind.annotation.RequestMapping",
			"org.springframework.web.bind.annotation.ExceptionHandler",
			"org.springframework.web.bind.annotation.ModelAttribute",
			"org.springframework.web.bind.annotation.InitBinder",
			"org.springframework.messaging.handler.annotation.MessageMapping",
			"org.springframework.kafka.annotation.KafkaListener", "org.springframework.kafka.annotation.KafkaListeners",
			"org.springframework.amqp.rabbit.annotation.RabbitListener",
			"org.springframework.amqp.rabbit.annotation.RabbitListeners",
			"org.springframework.jms.annotation.JmsListener", "org.springframework.jms.annotation.JmsListeners");

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
		String obstacle = finalInterfaceMethod(type);
		return (obstacle != null) ? obstacle : privateCallback(type);
	}

	/**
	 * Find what stands against a proxy that has the bean's interfaces alone.
	 * @param type the class of the bean
	 * @param interfaces the interfaces of the proxy
	 * @return the reason, or {@code null}
	 */
	static @Nullable String findByInterfaces(Class<?> type, Class<?>[] interfaces) {
		return callback(type, (method) -> Arrays.stream(interfaces)
			.noneMatch((candidate) -> ClassUtils.hasMethod(candidate, method.getName(), method.getParameterTypes())),
				" is called by Spring and none of the interfaces has it, so the bean is not proxied; declare it there, "
						+ "or set spring.aop.proxy-target-class to true");
	}

	// Spring refuses to call such a method on a proxy, and the application would not
	// start; or it calls it there, where the fields are empty.
	private static @Nullable String privateCallback(Class<?> type) {
		return callback(type, (method) -> Modifier.isPrivate(method.getModifiers()),
				" is private and called by Spring, which it cannot be through a proxy, so the bean is not proxied; "
						+ "make it package-private");
	}

	private static @Nullable String callback(Class<?> type, Predicate<Method> predicate, String reason) {
		String[] found = new String[1];
		ReflectionUtils.doWithMethods(type, (method) -> {
			if (found[0] == null && !Modifier.isStatic(method.getModifiers()) && predicate.test(method)
					&& isCalledBySpring(method)) {
				found[0] = method.getDeclaringClass().getSimpleName() + "." + method.getName() + reason;
			}
		}, ReflectionUtils.USER_DECLARED_METHODS);
		return found[0];
	}

	private static boolean isCalledBySpring(Method method) {
		if (method.getAnnotations().length == 0) {
			return false;
		}
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return CALLED_BY_SPRING.stream().anyMatch(annotations::isPresent);
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
