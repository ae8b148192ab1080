// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What carrying the context adds to the allocation of a task, measured apart for handing
 * it over and for running it.
 */
@Tag("allocation")
class TaskAllocationTests {

	private static final Context CONTEXT = Context.root().with(ContextKey.named("test"), "value");

	private static final Runnable TASK = () -> {
	};

	@Test
	void handingOverAllocatesLittleMoreWithAContextAndAlmostNothingWithout() {
		Executor bare = new Keeping();
		Executor proxied = (Executor) new ExecutorCoverage().cover(new Keeping(), false);
		TaskExecutorAdapter decorated = new TaskExecutorAdapter(new Keeping());
		new ExecutorCoverage().cover(decorated, false);
		Executor adapted = new TaskExecutorAdapter(new Keeping());
		measureAdded(decorated, adapted, Context.root(), 0);
		measureAdded(proxied, bare, Context.root(), 24);
		measureAdded(decorated, adapted, CONTEXT, 24);
		measureAdded(proxied, bare, CONTEXT, 48);
	}

	@Test
	void runningAllocatesTheScopeAlone() {
		Keeping executor = new Keeping();
		Executor covered = (Executor) new ExecutorCoverage().cover(executor, false);
		try (Scope scope = CONTEXT.makeCurrent()) {
			covered.execute(TASK);
		}
		Runnable carrying = executor.kept;
		assertThat(carrying).isInstanceOf(ContextTask.class);
		AllocatedBytes.measure(carrying::run, (bytes) -> assertThat(bytes).isLessThanOrEqualTo(32));
	}

	/**
	 * 24 bytes are ours. The pool notes which task a decorated one stands for, whoever
	 * decorates it.
	 */
	@Test
	void poolOfSpringAllocatesItsOwnRecordOfADecoratedTask() throws Exception {
		CountDownLatch latch = new CountDownLatch(1);
		ThreadPoolTaskExecutor bare = busyPool(latch);
		ThreadPoolTaskExecutor decorated = busyPool(latch);
		new ExecutorCoverage().cover(decorated, false);
		try {
			measureAdded(decorated, bare, Context.root(), 0);
			measureAdded(decorated, bare, CONTEXT, 240);
		}
		finally {
			latch.countDown();
			bare.shutdown();
			decorated.shutdown();
		}
	}

	// With its only thread busy and no queue, the pool runs tasks on the caller's thread.
	private static ThreadPoolTaskExecutor busyPool(CountDownLatch latch) {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.setMaxPoolSize(1);
		pool.setQueueCapacity(0);
		pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
		pool.initialize();
		pool.execute(() -> {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		return pool;
	}

	private static void measureAdded(Executor executor, Executor bare, Context context, long most) {
		try (Scope scope = context.makeCurrent()) {
			AllocatedBytes.measureAdded(() -> executor.execute(TASK), () -> bare.execute(TASK),
					(added) -> assertThat(added).isLessThanOrEqualTo(most));
		}
	}

	/**
	 * Keeps the task that it was handed last.
	 */
	static class Keeping extends AbstractExecutorService {

		private Runnable kept;

		@Override
		public void execute(Runnable command) {
			this.kept = command;
		}

		@Override
		public void shutdown() {
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return true;
		}

	}

}
