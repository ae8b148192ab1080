// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.otelspring.autoconfigure.Suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContextTaskTests {

	private static final Context CONTEXT = Context.root().with(ContextKey.named("test"), "value");

	private final AtomicReference<Context> seen = new AtomicReference<>();

	private final Runnable task = () -> this.seen.set(Context.current());

	@AfterEach
	void threadIsClean() {
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void withoutAContextTheTaskItselfGoesThrough() {
		Callable<String> callable = () -> "";
		List<Callable<String>> tasks = List.of(callable);
		assertThat(ContextTask.carrying(this.task)).isSameAs(this.task);
		assertThat((Object) ContextCallable.carrying(callable)).isSameAs(callable);
		assertThat((Object) ContextCallable.carrying(tasks)).isSameAs(tasks);
	}

	@Test
	void runsWithTheContext() throws Exception {
		Runnable runnable = carrying(this.task);
		runnable.run();
		assertThat(this.seen.get()).isSameAs(CONTEXT);
		try (Scope scope = CONTEXT.makeCurrent()) {
			assertThat(ContextTask.carrying(runnable)).isSameAs(runnable);
		}
		this.seen.set(null);
		callable(() -> {
			this.task.run();
			return "";
		}).call();
		assertThat(this.seen.get()).isSameAs(CONTEXT);
	}

	@Test
	void suppressionIsCarried() {
		Runnable runnable;
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			runnable = ContextTask.carrying(this.task);
		}
		runnable.run();
		assertThat(Suppression.isSuppressed(this.seen.get())).isTrue();
	}

	@Test
	void exceptionIsTheSameAndTheThreadIsClean() {
		IllegalStateException failure = new IllegalStateException();
		Runnable runnable = carrying(() -> {
			throw failure;
		});
		assertThatThrownBy(runnable::run).isSameAs(failure);
		assertThat(Context.current()).isSameAs(Context.root());
		Callable<?> callable = callable(() -> {
			throw failure;
		});
		assertThatThrownBy(callable::call).isSameAs(failure);
	}

	@Test
	void scopeThatATaskLeavesOpenDoesNotStayOnTheThread() {
		carrying(() -> CONTEXT.with(ContextKey.named("left"), "open").makeCurrent()).run();
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void futureStaysAFuture() throws Exception {
		FutureTask<String> future = new FutureTask<>(() -> "result");
		Runnable runnable = carrying(future);
		assertThat(runnable).isInstanceOf(RunnableFuture.class);
		runnable.run();
		assertThat(((RunnableFuture<?>) runnable).get()).isEqualTo("result");
		assertThat(((RunnableFuture<?>) runnable).get(1, TimeUnit.SECONDS)).isEqualTo("result");
		assertThat(((RunnableFuture<?>) runnable).isDone()).isTrue();
		FutureTask<String> cancelled = new FutureTask<>(() -> "result");
		((RunnableFuture<?>) carrying(cancelled)).cancel(true);
		assertThat(cancelled.isCancelled()).isTrue();
		assertThat(((RunnableFuture<?>) carrying(cancelled)).isCancelled()).isTrue();
	}

	@Test
	void whatCanBeRunAndCalledStaysSo() throws Exception {
		RunnableCallable both = new RunnableCallable();
		Runnable carrying = carrying(both);
		assertThat(((Callable<?>) carrying).call()).isSameAs(CONTEXT);
		carrying.run();
		assertThat(both.seen).isSameAs(CONTEXT);
	}

	@Test
	void taskThatATriggerHandsOverAgainIsLeftAlone() {
		ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
		try {
			Runnable scheduled = (Runnable) scheduler.schedule(this.task, 1, TimeUnit.HOURS);
			assertThat(carrying(scheduled)).isSameAs(scheduled);
		}
		finally {
			scheduler.shutdownNow();
		}
	}

	@Test
	void messagesNameTheTask() {
		Runnable named = new Runnable() {

			@Override
			public void run() {
			}

			@Override
			public String toString() {
				return "named";
			}

		};
		assertThat(carrying(named)).hasToString("named");
		assertThat(ContextTask.original(carrying(named))).isSameAs(named);
		assertThat(ContextTask.original(named)).isSameAs(named);
	}

	private static Runnable carrying(Runnable task) {
		try (Scope scope = CONTEXT.makeCurrent()) {
			return ContextTask.carrying(task);
		}
	}

	private static Callable<?> callable(Callable<?> task) {
		try (Scope scope = CONTEXT.makeCurrent()) {
			Callable<?> carrying = ContextCallable.carrying(task);
			assertThat((Object) carrying).isNotSameAs(task).hasToString(task.toString());
			assertThat((Object) ContextCallable.carrying(carrying)).isSameAs(carrying);
			return carrying;
		}
	}

	private static final class RunnableCallable implements Runnable, Callable<Context> {

		private Context seen;

		@Override
		public void run() {
			this.seen = Context.current();
		}

		@Override
		public Context call() {
			return Context.current();
		}

	}

}
