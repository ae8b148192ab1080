// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.interceptor.AsyncExecutionAspectSupport;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Covers executors that Spring uses for the application and that need not be beans: the
 * one of an {@code AsyncConfigurer}, the one that {@code @Async} makes for itself where
 * there is no single executor, and the one of the multicaster of events.
 */
final class AsyncExecutors {

	private static final Log logger = LogFactory.getLog(AsyncExecutors.class);

	private final ExecutorCoverage coverage;

	AsyncExecutors(ExecutorCoverage coverage) {
		this.coverage = coverage;
	}

	/**
	 * Cover what {@code @Async} methods without a qualifier run on. It is looked for at
	 * their first call, and that remains so.
	 * @param postProcessor what makes methods asynchronous
	 */
	void cover(AsyncAnnotationBeanPostProcessor postProcessor) {
		try {
			Advisor advisor = read(AbstractAdvisingBeanPostProcessor.class, "advisor", postProcessor, Advisor.class);
			if (advisor == null || !(advisor.getAdvice() instanceof AsyncExecutionAspectSupport interceptor)) {
				return;
			}
			Supplier<?> present = read(AsyncExecutionAspectSupport.class, "defaultExecutor", interceptor,
					SingletonSupplier.class);
			Field field = field(AsyncExecutionAspectSupport.class, "defaultExecutor");
			if (present != null && field != null) {
				field.set(interceptor, SingletonSupplier.ofNullable(() -> covered((Executor) present.get())));
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("The executor of @Async methods cannot be reached, it is covered if it is a bean", ex);
		}
	}

	void cover(SimpleApplicationEventMulticaster multicaster) {
		try {
			Method getter = ReflectionUtils.findMethod(SimpleApplicationEventMulticaster.class, "getTaskExecutor");
			if (getter == null || !getter.trySetAccessible()) {
				return;
			}
			Executor present = (Executor) getter.invoke(multicaster);
			Executor covered = covered(present);
			if (covered != present) {
				multicaster.setTaskExecutor(covered);
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("The executor of events cannot be reached, it is covered if it is a bean", ex);
		}
	}

	private @Nullable Executor covered(@Nullable Executor executor) {
		return (executor != null) ? (Executor) this.coverage.cover(executor, true) : null;
	}

	private static <T> @Nullable T read(Class<?> type, String name, Object object, Class<T> fieldType)
			throws IllegalAccessException {
		Field field = field(type, name);
		Object value = (field != null) ? field.get(object) : null;
		return fieldType.isInstance(value) ? fieldType.cast(value) : null;
	}

	private static @Nullable Field field(Class<?> type, String name) {
		Field field = ReflectionUtils.findField(type, name);
		return (field != null && field.trySetAccessible()) ? field : null;
	}

}
