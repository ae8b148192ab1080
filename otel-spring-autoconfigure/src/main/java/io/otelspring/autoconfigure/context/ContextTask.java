// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/**
 * A task that runs with the context of whoever handed it over. What a queue, a handler of
 * rejected tasks or a log message sees of it is as near to the task itself as can be.
 */
class ContextTask implements Runnable {

	final Context context;

	final Runnable task;

	private ContextTask(Context context, Runnable task) {
		this.context = context;
		this.task = task;
	}

	/**
	 * Return a task that runs with the current context.
	 * @param task the task
	 * @return another task, or the same where there is no context to carry, where it
	 * carries one already or where it was handed over before, by a trigger that comes
	 * again
	 */
	static Runnable carrying(Runnable task) {
		Context context = Context.current();
		if (context == Context.root() || task instanceof ContextTask || task instanceof ScheduledFuture<?>) {
			return task;
		}
		if (task instanceof Future<?> future) {
			return new OfFuture<>(context, task, future);
		}
		return (task instanceof Callable<?> callable) ? new OfBoth<>(context, task, callable)
				: new ContextTask(context, task);
	}

	/**
	 * Return what was handed over.
	 * @param task a task, perhaps one that carries a context
	 * @return the task as the application knows it
	 */
	static Runnable original(Runnable task) {
		return (task instanceof ContextTask carrying) ? carrying.task : task;
	}

	@Override
	public void run() {
		Context before = Context.current();
		Scope scope = this.context.makeCurrent();
		try {
			this.task.run();
		}
		finally {
			leave(scope, before);
		}
	}

	/**
	 * Put the thread back, also where the task left a scope of its own open: closing ours
	 * would then do nothing, and the next task on this thread would run in the wrong
	 * trace.
	 * @param scope the scope of the task
	 * @param before the context that the thread had
	 */
	static void leave(Scope scope, Context before) {
		scope.close();
		if (Context.current() != before) {
			before.makeCurrent();
		}
	}

	@Override
	public String toString() {
		return this.task.toString();
	}

	/**
	 * A task that is a future too, so that whoever takes it out of a queue can cancel it.
	 *
	 * @param <V> the type of the result
	 */
	private static final class OfFuture<V> extends ContextTask implements RunnableFuture<V> {

		private final Future<V> future;

		OfFuture(Context context, Runnable task, Future<V> future) {
			super(context, task);
			this.future = future;
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			return this.future.cancel(mayInterruptIfRunning);
		}

		@Override
		public boolean isCancelled() {
			return this.future.isCancelled();
		}

		@Override
		public boolean isDone() {
			return this.future.isDone();
		}

		@Override
		public V get() throws InterruptedException, ExecutionException {
			return this.future.get();
		}

		@Override
		public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
			return this.future.get(timeout, unit);
		}

	}

	/**
	 * A task that can be run and called.
	 *
	 * @param <V> the type of the result
	 */
	private static final class OfBoth<V> extends ContextTask implements Callable<V> {

		private final Callable<V> callable;

		OfBoth(Context context, Runnable task, Callable<V> callable) {
			super(context, task);
			this.callable = callable;
		}

		@Override
		public V call() throws Exception {
			return ContextCallable.call(this.context, this.callable);
		}

	}

}
