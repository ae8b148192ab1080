// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.concurrent.ScheduledExecutorService;

import org.jspecify.annotations.Nullable;
import org.springframework.cglib.core.NamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.cglib.proxy.NoOp;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Puts a {@link TaskHandler} before an executor. The result is a subclass of the
 * executor's class, so that it can be injected by it; only methods that take tasks go
 * through the handler, all others lead straight to the executor. Where a class is
 * nobody's to name, as those behind {@link java.util.concurrent.Executors}, its
 * interfaces do.
 * <p>
 * Spring's own proxies are not used: they cannot extend classes of the JDK, and each call
 * would cost more than the task that it hands over.
 */
final class ExecutorProxies {

	private static final String TAG = "$$OtelSpringContext$$";

	private static final Class<?>[] CALLBACKS = { InvocationHandler.class, Dispatcher.class, NoOp.class };

	private static final MethodFilter INSTANCE_METHODS = (method) -> !Modifier.isStatic(method.getModifiers())
			&& method.getDeclaringClass() != Object.class;

	private static final SpringObjenesis OBJENESIS = new SpringObjenesis();

	private ExecutorProxies() {
	}

	static boolean isProxy(Object executor) {
		return (executor instanceof Factory factory && factory.getCallback(0) instanceof TaskHandler)
				|| (Proxy.isProxyClass(executor.getClass())
						&& Proxy.getInvocationHandler(executor) instanceof TaskHandler);
	}

	/**
	 * Put a handler before an executor.
	 * @param executor the executor
	 * @param byInterface whether the application knows it by an interface only
	 * @return the proxy, or {@code null} if none can be made
	 */
	static @Nullable Object create(Object executor, boolean byInterface) {
		Class<?> type = executor.getClass();
		if (!isNameable(type)) {
			return ofInterfaces(executor);
		}
		boolean copied = hasFinalMethods(type);
		if (isExtensible(type) && (!copied || isImmutable(type))) {
			return ofClass(executor, copied);
		}
		return byInterface ? ofInterfaces(executor) : null;
	}

	private static boolean isNameable(Class<?> type) {
		return !ClassUtils.isLambdaClass(type) && !type.isHidden() && !Proxy.isProxyClass(type)
				&& (!isOfJdk(type) || Modifier.isPublic(type.getModifiers()));
	}

	private static boolean isOfJdk(Class<?> type) {
		return type.getName().startsWith("java.");
	}

	private static boolean isExtensible(Class<?> type) {
		return !Modifier.isFinal(type.getModifiers()) && !Modifier.isPrivate(type.getModifiers()) && !type.isSealed();
	}

	// Such a method runs on the proxy, whose fields are empty.
	private static boolean hasFinalMethods(Class<?> type) {
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type, INSTANCE_METHODS)) {
			int modifiers = method.getModifiers();
			if (Modifier.isFinal(modifiers) && !Modifier.isPrivate(modifiers)
					&& (Modifier.isPublic(modifiers) || !isOfJdk(method.getDeclaringClass()))
					&& !method.getName().equals("getThreadGroup")) {
				return true;
			}
		}
		return false;
	}

	private static boolean isImmutable(Class<?> type) {
		boolean[] immutable = { true };
		ReflectionUtils.doWithFields(type, (field) -> immutable[0] &= Modifier.isFinal(field.getModifiers()),
				(field) -> !Modifier.isStatic(field.getModifiers()));
		return immutable[0];
	}

	private static Object ofClass(Object executor, boolean copied) {
		Class<?> type = executor.getClass();
		Enhancer enhancer = new Enhancer();
		enhancer.setSuperclass(type);
		enhancer.setContextClass(isOfJdk(type) ? ExecutorProxies.class : type);
		enhancer.setClassLoader((isOfJdk(type) ? ExecutorProxies.class : type).getClassLoader());
		enhancer.setNamingPolicy(Names.INSTANCE);
		enhancer.setCallbackFilter(Methods.INSTANCE);
		enhancer.setCallbackTypes(CALLBACKS);
		enhancer.setUseFactory(true);
		Object proxy = OBJENESIS.newInstance(enhancer.createClass(), false);
		if (copied) {
			ReflectionUtils.doWithFields(type, (field) -> copy(field, executor, proxy),
					(field) -> !Modifier.isStatic(field.getModifiers()));
		}
		Dispatcher dispatcher = () -> executor;
		((Factory) proxy).setCallbacks(new Callback[] { new TaskHandler(executor), dispatcher, NoOp.INSTANCE });
		return proxy;
	}

	private static void copy(Field field, Object from, Object to) throws IllegalAccessException {
		field.setAccessible(true);
		field.set(to, field.get(from));
	}

	private static Object ofInterfaces(Object executor) {
		ClassLoader classLoader = executor.getClass().getClassLoader();
		if (classLoader == null) {
			classLoader = ExecutorProxies.class.getClassLoader();
		}
		return Proxy.newProxyInstance(classLoader,
				ClassUtils.getAllInterfacesForClass(executor.getClass(), classLoader), new TaskHandler(executor));
	}

	/**
	 * Put a handler before a scheduler of which only what all have in common is used.
	 * @param scheduler the scheduler
	 * @return the proxy
	 */
	static ScheduledExecutorService ofScheduler(ScheduledExecutorService scheduler) {
		return (ScheduledExecutorService) Proxy.newProxyInstance(ExecutorProxies.class.getClassLoader(),
				new Class<?>[] { ScheduledExecutorService.class }, new TaskHandler(scheduler));
	}

	/**
	 * Which method goes where. One for all classes, since generated classes are cached by
	 * it.
	 */
	private enum Methods implements CallbackFilter {

		INSTANCE;

		@Override
		public int accept(Method method) {
			if (TaskHandler.handles(method)) {
				return 0;
			}
			boolean reachable = Modifier.isPublic(method.getModifiers()) || !isOfJdk(method.getDeclaringClass());
			return (reachable && !method.getName().equals("finalize")) ? 1 : 2;
		}

	}

	/**
	 * Names after the class, in its package, except for those of the JDK.
	 */
	private enum Names implements NamingPolicy {

		INSTANCE;

		@Override
		public String getClassName(@Nullable String prefix, String source, Object key,
				org.springframework.cglib.core.Predicate names) {
			String base = (prefix != null) ? prefix : "Executor";
			if (base.startsWith("java.")) {
				base = ExecutorProxies.class.getPackageName() + base.substring(base.lastIndexOf('.'));
			}
			String name = base + TAG + Integer.toHexString(key.hashCode());
			String attempt = name;
			for (int i = 2; names.evaluate(attempt); i++) {
				attempt = name + "_" + i;
			}
			return attempt;
		}

	}

}
