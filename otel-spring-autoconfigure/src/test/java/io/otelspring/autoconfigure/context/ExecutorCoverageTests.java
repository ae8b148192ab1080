// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExecutorCoverageTests {

	private static final Context CONTEXT = Context.root().with(ContextKey.named("test"), "value");

	private final ExecutorCoverage coverage = new ExecutorCoverage();

	private final Set<AutoCloseable> closeables = new HashSet<>();

	@AfterEach
	void close() throws Exception {
		assertThat(Context.current()).isSameAs(Context.root());
		for (AutoCloseable closeable : this.closeables) {
			closeable.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fixed", "single", "scheduled", "singleScheduled", "forkJoin", "own", "unnamed" })
	void executorServicesCarryTheContext(String kind) throws Exception {
		ExecutorService executor = cover(service(kind));
		assertThat(with(() -> executor.submit(Context::current).get())).isSameAs(CONTEXT);
		assertThat(executor.submit(Context::current).get()).isSameAs(Context.root());
		CompletableFuture<Context> executed = new CompletableFuture<>();
		with(() -> {
			executor.execute(() -> executed.complete(Context.current()));
			return "";
		});
		assertThat(executed.get(1, TimeUnit.MINUTES)).isSameAs(CONTEXT);
		assertThat(with(() -> CompletableFuture.supplyAsync(Context::current, executor)).get()).isSameAs(CONTEXT);
		Callable<Context> task = Context::current;
		for (Future<Context> future : with(() -> executor.invokeAll(List.of(task, task)))) {
			assertThat(future.get()).isSameAs(CONTEXT);
		}
		assertThat(with(() -> executor.invokeAny(List.of(task)))).isSameAs(CONTEXT);
		CompletableFuture<Context> withResult = new CompletableFuture<>();
		assertThat(with(() -> executor.submit(() -> complete(withResult), "result")).get()).isEqualTo("result");
		assertThat(withResult.get()).isSameAs(CONTEXT);
		assertThat(executor.submit(Context::current).get()).isSameAs(Context.root());
		assertThat((Object) this.coverage.cover(executor, true)).isSameAs(executor);
		assertThat(executor).isEqualTo(executor).isNotEqualTo(null);
		assertThat(Set.of(executor)).contains(executor);
		executor.shutdown();
		assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsCarryTheContext() throws Exception {
		ExecutorService service = cover(
				(ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
		assertThat(with(() -> service.submit(Context::current).get())).isSameAs(CONTEXT);
		VirtualThreadTaskExecutor executor = cover(new VirtualThreadTaskExecutor("named-"));
		assertThat(with(() -> executor.submit(Context::current).get())).isSameAs(CONTEXT);
		assertThat(executor.submit(() -> Thread.currentThread().getName()).get()).startsWith("named-");
		assertThat(executor.getVirtualThreadFactory().newThread(() -> {
		}).getName()).startsWith("named-");
		SimpleAsyncTaskExecutor simple = new SimpleAsyncTaskExecutor();
		simple.setVirtualThreads(true);
		assertThat(with(() -> cover(simple).submit(Context::current).get())).isSameAs(CONTEXT);
	}

	@Test
	void classesAreKept() {
		ThreadPoolExecutor pool = cover((ThreadPoolExecutor) service("fixed"));
		assertThat(pool.getCorePoolSize()).isEqualTo(2);
		pool.setCorePoolSize(1);
		assertThat(pool.getCorePoolSize()).isEqualTo(1);
		assertThat(ClassUtils.getUserClass(pool)).isEqualTo(ThreadPoolExecutor.class);
		assertThat(pool.toString()).contains("pool size = 0");
		assertThat((Object) cover(service("scheduled"))).isInstanceOf(ScheduledThreadPoolExecutor.class);
		ForkJoinPool forkJoin = cover((ForkJoinPool) service("forkJoin"));
		assertThat(forkJoin.getParallelism()).isEqualTo(2);
		OwnPool own = cover((OwnPool) service("own"));
		assertThat(own.label()).isEqualTo("own");
	}

	@Test
	void springsExecutorsAreDecoratedInPlace() throws Exception {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.initialize();
		this.closeables.add(pool::shutdown);
		ExecutorService inner = Executors.newSingleThreadExecutor();
		this.closeables.add(inner::shutdown);
		for (AsyncTaskExecutor executor : List.of(pool, new SimpleAsyncTaskExecutor(),
				new ConcurrentTaskExecutor(inner), new TaskExecutorAdapter(inner))) {
			assertThat((Object) cover(executor)).isSameAs(executor);
			assertThat(with(() -> executor.submit(Context::current).get())).isSameAs(CONTEXT);
			assertThat(executor.submit(Context::current).get()).isSameAs(Context.root());
			assertThat(with(() -> executor.submitCompletable(Context::current)).get()).isSameAs(CONTEXT);
		}
	}

	@Test
	void decoratorOfTheApplicationKeepsWorkingWheneverItIsSet() throws Exception {
		AtomicInteger decorations = new AtomicInteger();
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setTaskDecorator((task) -> {
			decorations.incrementAndGet();
			return () -> {
				assertThat(Context.current()).isSameAs(CONTEXT);
				task.run();
			};
		});
		executor.initialize();
		this.closeables.add(executor::shutdown);
		cover(executor);
		cover(executor);
		assertThat(with(() -> executor.submit(Context::current).get())).isSameAs(CONTEXT);
		assertThat(decorations).hasValue(1);
		executor.setTaskDecorator((task) -> {
			decorations.addAndGet(10);
			return task;
		});
		assertThat(with(() -> executor.submit(Context::current).get())).isSameAs(Context.root());
		this.coverage.renew();
		assertThat(with(() -> executor.submit(Context::current).get())).isSameAs(CONTEXT);
		assertThat(decorations).hasValue(21);
	}

	@Test
	void oneOffTaskOfASchedulerCarriesTheContextAndAPeriodicOneDoesNot() throws Exception {
		ThreadPoolTaskScheduler pool = new ThreadPoolTaskScheduler();
		pool.initialize();
		this.closeables.add(pool::shutdown);
		ScheduledExecutorService service = Executors.newScheduledThreadPool(1);
		this.closeables.add(service::shutdownNow);
		for (TaskScheduler given : List.of(pool, new ConcurrentTaskScheduler(service))) {
			TaskScheduler scheduler = cover(given);
			assertThat((Object) scheduler).isInstanceOf(given.getClass());
			assertThat(seen((task) -> scheduler.schedule(task, Instant.now()), 1)).containsExactly(CONTEXT);
			assertThat(seen((task) -> scheduler.scheduleAtFixedRate(task, Duration.ofMillis(1)), 3))
				.containsOnly(Context.root());
			assertThat(seen((task) -> scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(1)), 3))
				.containsOnly(Context.root());
			assertThat(seen((task) -> scheduler.schedule(task, new PeriodicTrigger(Duration.ofMillis(1))), 3))
				.containsOnly(Context.root());
			assertThat(with(() -> ((AsyncTaskExecutor) scheduler).submit(Context::current).get())).isSameAs(CONTEXT);
		}
	}

	@Test
	void schedulerOfThreadsCarriesTheContextForOneOffTasksOnly() throws Exception {
		SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
		this.closeables.add(scheduler);
		assertThat((Object) cover(scheduler)).isSameAs(scheduler);
		assertThat((Object) cover(scheduler)).isSameAs(scheduler);
		assertThat(with(() -> scheduler.submit(Context::current).get())).isSameAs(CONTEXT);
		assertThat(seen((task) -> scheduler.schedule(task, Instant.now()), 1)).containsExactly(CONTEXT);
		assertThat(seen((task) -> scheduler.schedule(task, Instant.now().plusMillis(20)), 1)).containsExactly(CONTEXT);
		assertThat(seen((task) -> scheduler.scheduleAtFixedRate(task, Duration.ofMillis(1)), 3))
			.containsOnly(Context.root());
		assertThat(seen((task) -> scheduler.scheduleWithFixedDelay(task, Duration.ofMillis(1)), 3))
			.containsOnly(Context.root());
		assertThat(seen((task) -> scheduler.schedule(task, new PeriodicTrigger(Duration.ofMillis(1))), 3))
			.containsOnly(Context.root());
		CompletableFuture<Context> after = new CompletableFuture<>();
		scheduler.schedule(() -> after.complete(Context.current()), Instant.now());
		assertThat(after.get(1, TimeUnit.MINUTES)).isSameAs(Context.root());
	}

	@Test
	void schedulerOfThreadsKeepsWhatItsCallersAskFor() throws Exception {
		SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
		CompletableFuture<Context> targeted = new CompletableFuture<>();
		scheduler.setTargetTaskExecutor(Runnable::run);
		cover(scheduler);
		with(() -> scheduler.schedule(() -> targeted.complete(Context.current()), Instant.now()));
		assertThat(targeted.get(1, TimeUnit.MINUTES)).isSameAs(CONTEXT);
		Future<?> cancelled = with(() -> scheduler.schedule(() -> {
		}, Instant.now().plusSeconds(100)));
		assertThat(cancelled.cancel(false)).isTrue();
		Future<?> remaining = with(() -> scheduler.schedule(() -> {
		}, Instant.now().plusSeconds(100)));
		scheduler.close();
		assertThat(remaining.isCancelled()).isTrue();
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> with(() -> scheduler.schedule(() -> {
		}, Instant.now())));
	}

	@Test
	void scheduledExecutorServiceCarriesTheContextForOneOffTasksOnly() throws Exception {
		for (String kind : List.of("scheduled", "singleScheduled")) {
			ScheduledExecutorService scheduler = cover((ScheduledExecutorService) service(kind));
			assertThat(with(() -> scheduler.schedule(Context::current, 1, TimeUnit.MILLISECONDS)).get())
				.isSameAs(CONTEXT);
			assertThat(seen((task) -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS), 1)).containsExactly(CONTEXT);
			assertThat(seen((task) -> scheduler.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS), 3))
				.containsOnly(Context.root());
			assertThat(seen((task) -> scheduler.scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS), 3))
				.containsOnly(Context.root());
		}
	}

	@Test
	void schedulerKeepsWhatItsCallersAskFor() {
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setRemoveOnCancelPolicy(true);
		scheduler.initialize();
		this.closeables.add(scheduler::shutdown);
		ThreadPoolTaskScheduler covered = cover(scheduler);
		Future<?> future = with(() -> covered.schedule(() -> {
		}, Instant.now().plusSeconds(3600)));
		assertThat(covered.getScheduledThreadPoolExecutor()).isSameAs(scheduler.getScheduledThreadPoolExecutor());
		assertThat(covered.getScheduledThreadPoolExecutor().getQueue()).hasSize(1);
		future.cancel(true);
		assertThat(covered.getScheduledThreadPoolExecutor().getQueue()).isEmpty();
	}

	@Test
	void queuedTasksAreFoundAgain() throws Exception {
		ThreadPoolExecutor pool = cover(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
		CountDownLatch latch = new CountDownLatch(1);
		pool.execute(() -> await(latch));
		Runnable removed = () -> {
		};
		Runnable left = () -> {
		};
		with(() -> {
			pool.execute(removed);
			pool.execute(left);
			return "";
		});
		assertThat(pool.getQueue()).hasSize(2);
		assertThat(pool.remove(() -> {
		})).isFalse();
		assertThat(pool.remove(removed)).isTrue();
		assertThat(pool.remove(removed)).isFalse();
		assertThat(pool.shutdownNow()).containsExactly(left);
		latch.countDown();
		assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void rejectedTasksAreHandledAsEver() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setMaxPoolSize(1);
		executor.setQueueCapacity(0);
		executor.setRejectedExecutionHandler((task, pool) -> ((Future<?>) task).cancel(false));
		executor.initialize();
		this.closeables.add(executor::shutdown);
		cover(executor);
		CountDownLatch latch = new CountDownLatch(1);
		executor.execute(() -> await(latch));
		Future<?> rejected = with(() -> executor.submit(() -> {
		}));
		assertThat(rejected.isCancelled()).isTrue();
		latch.countDown();
		ExecutorService closed = cover(service("fixed"));
		closed.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> with(() -> {
			closed.execute(() -> {
			});
			return "";
		}));
	}

	@Test
	void remainingTasksAreCancelledAtTheShutdown() {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(1);
		executor.initialize();
		cover(executor);
		CountDownLatch latch = new CountDownLatch(1);
		executor.execute(() -> await(latch));
		Future<?> queued = with(() -> executor.submit(() -> {
		}));
		executor.shutdown();
		assertThat(queued.isCancelled()).isTrue();
	}

	@Test
	void exceptionOfATaskIsTheSame() {
		IllegalStateException failure = new IllegalStateException();
		ExecutorService executor = cover(service("fixed"));
		Future<?> future = with(() -> executor.submit(() -> {
			throw failure;
		}));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get).withCause(failure);
		assertThatExceptionOfType(NullPointerException.class)
			.isThrownBy(() -> with(() -> executor.submit((Callable<?>) null)));
	}

	@Test
	void whatComparesTasksIsLeftAlone() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
		this.closeables.add(pool::shutdown);
		assertThat((Object) cover(pool)).isSameAs(pool);
	}

	@Test
	void finalClassIsReplacedOnlyWhereItIsKnownByItsInterface() {
		FinalExecutor executor = new FinalExecutor();
		assertThat(this.coverage.cover(executor, false)).isSameAs(executor);
		Executor covered = (Executor) this.coverage.cover(executor, true);
		with(() -> {
			covered.execute(() -> assertThat(Context.current()).isSameAs(CONTEXT));
			return "";
		});
		assertThat(ExecutorProxies.isProxy(covered)).isTrue();
	}

	@Test
	void classWithFinalMethodsAndStateIsLeftAlone() {
		FinalMethods executor = new FinalMethods();
		assertThat(this.coverage.cover(executor, false)).isSameAs(executor);
	}

	@Test
	void executorOfTheCallersThreadAndOthersAreLeftAlone() {
		SyncTaskExecutor executor = new SyncTaskExecutor();
		assertThat(this.coverage.cover(executor, true)).isSameAs(executor);
		assertThat(this.coverage.cover("no executor", true)).isEqualTo("no executor");
	}

	private ExecutorService service(String kind) {
		ExecutorService service = switch (kind) {
			case "fixed" -> Executors.newFixedThreadPool(2);
			case "single" -> Executors.newSingleThreadExecutor();
			case "scheduled" -> Executors.newScheduledThreadPool(2);
			case "singleScheduled" -> Executors.newSingleThreadScheduledExecutor();
			case "forkJoin" -> new ForkJoinPool(2);
			case "own" -> new OwnPool();
			case "unnamed" -> Executors.unconfigurableExecutorService(Executors.newCachedThreadPool());
			default -> throw new IllegalArgumentException(kind);
		};
		this.closeables.add(service::shutdownNow);
		return service;
	}

	@SuppressWarnings("unchecked")
	private <T> T cover(T executor) {
		return (T) this.coverage.cover(executor, false);
	}

	private static <T> T with(Callable<T> action) {
		try (Scope scope = CONTEXT.makeCurrent()) {
			return action.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<Context> seen(Function<Runnable, Future<?>> schedule, int runs) throws Exception {
		List<Context> seen = new CopyOnWriteArrayList<>();
		CountDownLatch latch = new CountDownLatch(runs);
		Future<?> future = with(() -> schedule.apply(() -> {
			seen.add(Context.current());
			latch.countDown();
		}));
		assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		future.cancel(false);
		return seen;
	}

	private static void complete(CompletableFuture<Context> future) {
		future.complete(Context.current());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static class OwnPool extends ThreadPoolExecutor {

		private final String label = "own";

		OwnPool() {
			super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		}

		String label() {
			return this.label;
		}

	}

	static final class FinalExecutor implements Executor {

		@Override
		public void execute(Runnable command) {
			command.run();
		}

	}

	static class FinalMethods implements Executor {

		private int count;

		@Override
		public void execute(Runnable command) {
			this.count++;
			command.run();
		}

		final int count() {
			return this.count;
		}

	}

}
