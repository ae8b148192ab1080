// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A task with a result that runs with the context of whoever handed it over.
 *
 * @param <V> the type of the result
 */
final class ContextCallable<V> implements Callable<V> {

	private final Context context;

	private final Callable<V> task;

	private ContextCallable(Context context, Callable<V> task) {
		this.context = context;
		this.task = task;
	}

	/**
	 * Return a task that runs with the current context.
	 * @param task the task
	 * @return another task, or the same where there is no context to carry
	 */
	static Callable<?> carrying(Callable<?> task) {
		Context context = Context.current();
		return (context == Context.root() || task instanceof ContextCallable<?>) ? task
				: new ContextCallable<>(context, task);
	}

	/**
	 * Return tasks that run with the current context.
	 * @param tasks the tasks
	 * @return other tasks, or the same where there is no context to carry
	 */
	static Collection<?> carrying(Collection<?> tasks) {
		if (Context.current() == Context.root()) {
			return tasks;
		}
		List<Object> carrying = new ArrayList<>(tasks.size());
		for (Object task : tasks) {
			carrying.add((task instanceof Callable<?> callable) ? carrying(callable) : task);
		}
		return carrying;
	}

	@Override
	public V call() throws Exception {
		return call(this.context, this.task);
	}

	static <V> V call(Context context, Callable<V> task) throws Exception {
		Context before = Context.current();
		Scope scope = context.makeCurrent();
		try {
			return task.call();
		}
		finally {
			ContextTask.leave(scope, before);
		}
	}

	@Override
	public String toString() {
		return this.task.toString();
	}

}
