// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.reactive;

import java.lang.reflect.Field;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.annotation.ExceptionHandlerMappingInfo;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * Watches for which exceptions WebFlux looks for an {@code @ExceptionHandler} method. It
 * tells nobody about them once they are handled, so those that it asks are replaced by
 * ones that note the question and answer as before. They stand in fields of WebFlux; if
 * these are not found, a response of the 5xx class is recorded by its status alone.
 */
final class HandledExceptions {

	private static final Log logger = LogFactory.getLog(HandledExceptions.class);

	private HandledExceptions() {
	}

	static void watch(RequestMappingHandlerAdapter adapter, Iterable<RequestMappingHandlerMapping> mappings) {
		try {
			Object methods = valueOf("methodResolver", RequestMappingHandlerAdapter.class, adapter);
			watchAdvice(methods);
			watchControllers(methods, mappings);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			logger.debug("Exceptions that a method handles are not seen", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static void watchAdvice(Object methods) throws ReflectiveOperationException {
		Map<ControllerAdviceBean, ExceptionHandlerMethodResolver> advice = (Map<ControllerAdviceBean, ExceptionHandlerMethodResolver>) valueOf(
				"exceptionHandlerAdviceCache", methods.getClass(), methods);
		advice.replaceAll((bean, resolver) -> new Watching(null, resolver));
	}

	@SuppressWarnings("unchecked")
	private static void watchControllers(Object methods, Iterable<RequestMappingHandlerMapping> mappings)
			throws ReflectiveOperationException {
		Map<Class<?>, ExceptionHandlerMethodResolver> controllers = (Map<Class<?>, ExceptionHandlerMethodResolver>) valueOf(
				"exceptionHandlerCache", methods.getClass(), methods);
		for (RequestMappingHandlerMapping mapping : mappings) {
			mapping.getHandlerMethods()
				.values()
				.forEach((method) -> controllers.computeIfAbsent(method.getBeanType(),
						(type) -> new Watching(type, null)));
		}
	}

	private static Object valueOf(String name, Class<?> type, Object target) throws ReflectiveOperationException {
		Field field = type.getDeclaredField(name);
		field.setAccessible(true);
		Object value = field.get(target);
		if (value == null) {
			throw new NoSuchFieldException(name);
		}
		return value;
	}

	/**
	 * Answers as another one does, which is made when it is first asked.
	 */
	private static final class Watching extends ExceptionHandlerMethodResolver {

		private final @Nullable Class<?> type;

		private volatile @Nullable ExceptionHandlerMethodResolver delegate;

		Watching(@Nullable Class<?> type, @Nullable ExceptionHandlerMethodResolver delegate) {
			super(Object.class);
			this.type = type;
			this.delegate = delegate;
		}

		@Override
		public boolean hasExceptionMappings() {
			return delegate().hasExceptionMappings();
		}

		@Override
		public @Nullable ExceptionHandlerMappingInfo resolveExceptionMapping(Throwable exception, MediaType mediaType) {
			ReactiveExchange.resolving(exception);
			return delegate().resolveExceptionMapping(exception, mediaType);
		}

		private ExceptionHandlerMethodResolver delegate() {
			ExceptionHandlerMethodResolver delegate = this.delegate;
			if (delegate == null) {
				delegate = new ExceptionHandlerMethodResolver((this.type != null) ? this.type : Object.class);
				this.delegate = delegate;
			}
			return delegate;
		}

	}

}
