// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ReflectionUtils;

/**
 * Makes executors and schedulers carry the context, each in the way that changes it
 * least.
 */
final class ExecutorCoverage {

	private static final Log logger = LogFactory.getLog(ExecutorCoverage.class);

	private static final @Nullable Field SCHEDULED_EXECUTOR = ReflectionUtils.findField(ConcurrentTaskScheduler.class,
			"scheduledExecutor");

	private static final @Nullable Field TRIGGER_EXECUTOR = ReflectionUtils.findField(SimpleAsyncTaskScheduler.class,
			"triggerExecutor", ScheduledExecutorService.class);

	private final Set<Object> decorated = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	/**
	 * Cover an executor, once however often it is handed over.
	 * @param executor the executor or scheduler
	 * @param byInterface whether the application knows it by an interface only
	 * @return the executor to use in its place, often the same
	 */
	Object cover(Object executor, boolean byInterface) {
		try {
			return isCoverable(executor) ? coverSafely(executor, byInterface) : executor;
		}
		catch (Exception | LinkageError ex) {
			logger.debug("The context is not carried by " + executor.getClass().getName(), ex);
			return executor;
		}
	}

	/**
	 * Decorate once more what got another decorator meanwhile.
	 */
	void renew() {
		for (Object executor : this.decorated.toArray()) {
			TaskDecoration decoration = TaskDecoration.of(executor);
			if (decoration != null) {
				decoration.apply(executor);
			}
		}
	}

	private static boolean isCoverable(Object executor) {
		return executor instanceof Executor && !(executor instanceof SpringProxy)
				&& !(executor instanceof SyncTaskExecutor) && !ExecutorProxies.isProxy(executor)
				&& !executor.getClass().getName().startsWith("io.netty.") && !ordersTasks(executor);
	}

	// Such a queue compares the tasks themselves, and knows their classes.
	private static boolean ordersTasks(Object executor) {
		BlockingQueue<Runnable> queue = null;
		if (executor instanceof ThreadPoolExecutor pool) {
			queue = pool.getQueue();
		}
		else if (executor instanceof ThreadPoolTaskExecutor pool && pool.isRunning()) {
			queue = pool.getThreadPoolExecutor().getQueue();
		}
		return queue instanceof PriorityBlockingQueue<?> || (BlockingQueue<?>) queue instanceof DelayQueue<?>;
	}

	private Object coverSafely(Object executor, boolean byInterface) {
		if (executor instanceof ConcurrentTaskScheduler scheduler) {
			coverInside(scheduler);
			return executor;
		}
		TaskDecoration decoration = TaskDecoration.of(executor);
		if (decoration != null) {
			decoration.apply(executor);
			this.decorated.add(executor);
			if (executor instanceof SimpleAsyncTaskScheduler scheduler) {
				coverTriggers(scheduler);
			}
			return executor;
		}
		Object proxy = ExecutorProxies.create(executor, byInterface);
		if (proxy == null) {
			logger.debug("The context is not carried by " + executor.getClass().getName()
					+ ", as the class is final or has final methods");
			return executor;
		}
		return proxy;
	}

	// A decorator would hold on to the context of whoever starts a task that comes again.
	private void coverInside(ConcurrentTaskScheduler scheduler) {
		Executor executor = scheduler.getConcurrentExecutor();
		if (executor != null) {
			scheduler.setConcurrentExecutor((Executor) cover(executor, true));
		}
		if (SCHEDULED_EXECUTOR != null && SCHEDULED_EXECUTOR.trySetAccessible() && ReflectionUtils
			.getField(SCHEDULED_EXECUTOR, scheduler) instanceof ScheduledExecutorService service) {
			scheduler.setScheduledExecutor((ScheduledExecutorService) cover(service, true));
		}
	}

	// What runs later is handed from a thread of the scheduler's own to that of the task.
	// A subclass in front would not do: some methods are final.
	private static void coverTriggers(SimpleAsyncTaskScheduler scheduler) {
		if (TRIGGER_EXECUTOR != null && TRIGGER_EXECUTOR.trySetAccessible()
				&& ReflectionUtils.getField(TRIGGER_EXECUTOR, scheduler) instanceof ScheduledExecutorService service
				&& !ExecutorProxies.isProxy(service)) {
			ReflectionUtils.setField(TRIGGER_EXECUTOR, scheduler, ExecutorProxies.ofScheduler(service));
		}
	}

}
