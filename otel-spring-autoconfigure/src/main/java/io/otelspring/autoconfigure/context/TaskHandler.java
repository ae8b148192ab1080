// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.Trigger;
import org.springframework.util.ReflectionUtils;

/**
 * Stands before an executor or scheduler: what it is to run, it receives with the
 * context. Tasks that come again, at a rate or by a trigger, are left as they are: they
 * belong to no request.
 */
final class TaskHandler implements InvocationHandler, org.springframework.cglib.proxy.InvocationHandler {

	private static final Set<String> TAKING_TASKS = Set.of("execute", "submit", "submitCompletable", "invokeAll",
			"invokeAny", "schedule");

	private final Object executor;

	TaskHandler(Object executor) {
		this.executor = executor;
	}

	Object executor() {
		return this.executor;
	}

	/**
	 * Return whether a method needs this handler.
	 * @param method a method of an executor
	 * @return {@code false} if it can be called directly
	 */
	static boolean handles(Method method) {
		Class<?>[] parameters = method.getParameterTypes();
		return switch (method.getName()) {
			case "shutdownNow", "hashCode" -> parameters.length == 0;
			case "equals" -> parameters.length == 1 && parameters[0] == Object.class;
			case "remove" -> parameters.length == 1 && parameters[0] == Runnable.class;
			default -> takesTask(method.getName(), parameters);
		};
	}

	private static boolean takesTask(String name, Class<?>[] parameters) {
		if (!TAKING_TASKS.contains(name) || parameters.length == 0
				|| (parameters.length > 1 && Trigger.class.isAssignableFrom(parameters[1]))) {
			return false;
		}
		return parameters[0] == Runnable.class || parameters[0] == Callable.class || parameters[0] == Collection.class;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		if (args == null || args.length == 0) {
			Object result = call(method, args);
			return (result instanceof List<?> tasks && method.getName().equals("shutdownNow")) ? originals(tasks)
					: result;
		}
		String name = method.getName();
		if (TAKING_TASKS.contains(name)) {
			if (args.length == 1 || !(args[1] instanceof Trigger)) {
				args[0] = carrying(args[0]);
			}
		}
		else if (args.length == 1 && name.equals("equals")) {
			return args[0] == proxy;
		}
		else if (args.length == 1 && name.equals("remove") && args[0] instanceof Runnable task) {
			args[0] = new Sought(task);
		}
		return call(method, args);
	}

	// By the type of the task and not by the method's, which would be copied at each call
	private static Object carrying(Object task) {
		if (task instanceof Runnable runnable) {
			return ContextTask.carrying(runnable);
		}
		if (task instanceof Callable<?> callable) {
			return ContextCallable.carrying(callable);
		}
		return (task instanceof Collection<?> tasks) ? ContextCallable.carrying(tasks) : task;
	}

	private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
		ReflectionUtils.makeAccessible(method);
		try {
			return method.invoke(this.executor, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static List<?> originals(List<?> tasks) {
		List<Object> originals = new ArrayList<>(tasks.size());
		for (Object task : tasks) {
			originals.add((task instanceof Runnable runnable) ? ContextTask.original(runnable) : task);
		}
		return originals;
	}

	/**
	 * What a queue is asked for when a task is to be removed: it is the task itself as
	 * well as the task that carries a context.
	 *
	 * @param task the task that the application knows
	 */
	private record Sought(Runnable task) implements Runnable {

		@Override
		public void run() {
			this.task.run();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Runnable queued && this.task.equals(ContextTask.original(queued));
		}

		@Override
		public int hashCode() {
			return this.task.hashCode();
		}

	}

}
