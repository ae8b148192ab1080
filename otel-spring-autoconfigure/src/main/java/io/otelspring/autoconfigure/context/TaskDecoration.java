// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.util.ReflectionUtils;

/**
 * Adds our decorator to those of Spring's executors that take one. They can be told
 * theirs but not asked for it, so that it is read from the field; where that cannot be
 * done, the executor stays as it is rather than losing the decorator of the application.
 */
final class TaskDecoration {

	private static final Log logger = LogFactory.getLog(TaskDecoration.class);

	private static final List<TaskDecoration> ALL = List.of(
			new TaskDecoration(ThreadPoolTaskExecutor.class,
					(executor, decorator) -> ((ThreadPoolTaskExecutor) executor).setTaskDecorator(decorator)),
			new TaskDecoration(SimpleAsyncTaskExecutor.class,
					(executor, decorator) -> ((SimpleAsyncTaskExecutor) executor).setTaskDecorator(decorator)),
			new TaskDecoration(ConcurrentTaskExecutor.class,
					(executor, decorator) -> ((ConcurrentTaskExecutor) executor).setTaskDecorator(decorator)),
			new TaskDecoration(TaskExecutorAdapter.class,
					(executor, decorator) -> ((TaskExecutorAdapter) executor).setTaskDecorator(decorator)));

	private final Class<?> type;

	private final BiConsumer<Object, TaskDecorator> setter;

	private final @Nullable Field field;

	private TaskDecoration(Class<?> type, BiConsumer<Object, TaskDecorator> setter) {
		this.type = type;
		this.setter = setter;
		this.field = accessible(ReflectionUtils.findField(type, "taskDecorator", TaskDecorator.class));
	}

	private static @Nullable Field accessible(@Nullable Field field) {
		return (field != null && field.trySetAccessible()) ? field : null;
	}

	/**
	 * Return how an executor is decorated.
	 * @param executor the executor
	 * @return how, or {@code null} if it takes no decorator
	 */
	static @Nullable TaskDecoration of(Object executor) {
		for (TaskDecoration decoration : ALL) {
			if (decoration.type.isInstance(executor)) {
				return decoration;
			}
		}
		return null;
	}

	void apply(Object executor) {
		if (this.field == null) {
			logger.debug("The context is not carried by " + executor.getClass().getName()
					+ ", as its task decorator cannot be read");
			return;
		}
		Object present = ReflectionUtils.getField(this.field, executor);
		if (!(present instanceof ContextTaskDecorator)) {
			this.setter.accept(executor, new ContextTaskDecorator((TaskDecorator) present));
		}
	}

}
