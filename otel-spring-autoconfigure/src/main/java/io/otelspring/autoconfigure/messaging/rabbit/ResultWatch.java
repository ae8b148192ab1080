// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.listener.adapter.DelegatingInvocableHandler;
import org.springframework.amqp.listener.adapter.HandlerAdapter;
import org.springframework.amqp.listener.adapter.InvocationResult;
import org.springframework.amqp.rabbit.config.AbstractRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.config.CompositeContainerCustomizer;
import org.springframework.amqp.rabbit.config.ContainerCustomizer;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessagingMessageListenerAdapter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Learns when the results of asynchronous listeners are there: what calls the listener's
 * method is replaced in containers that a factory makes, and hands on results that are
 * watched. Whoever handles such a result, as by a reply, does so in the context of the
 * message.
 */
final class ResultWatch {

	private static final boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ResultWatch.class.getClassLoader());

	private final Supplier<@Nullable Delivery> current;

	/**
	 * Create a watch.
	 * @param current tells what is processed on the current thread
	 */
	ResultWatch(Supplier<@Nullable Delivery> current) {
		this.current = current;
	}

	/**
	 * Watch the results of all containers that a factory makes from now on.
	 * @param factory the factory
	 * @param <C> the type of its containers
	 */
	@SuppressWarnings("unchecked")
	<C extends AbstractMessageListenerContainer> void watch(AbstractRabbitListenerContainerFactory<C> factory) {
		try {
			ContainerCustomizer<C> watching = this::watch;
			ContainerCustomizer<C> present = (ContainerCustomizer<C>) read(AbstractRabbitListenerContainerFactory.class,
					ContainerCustomizer.class, factory);
			factory.setContainerCustomizer(
					(present != null) ? new CompositeContainerCustomizer<>(List.of(present, watching)) : watching);
		}
		catch (RuntimeException | LinkageError ex) {
			MessagingTelemetry.failed(ex);
		}
	}

	private void watch(AbstractMessageListenerContainer container) {
		try {
			if (container.getMessageListener() instanceof MessagingMessageListenerAdapter adapter) {
				HandlerAdapter handler = (HandlerAdapter) read(MessagingMessageListenerAdapter.class,
						HandlerAdapter.class, adapter);
				HandlerAdapter watched = (handler != null && handler.isAsyncReplies()) ? watched(handler) : null;
				if (watched != null) {
					adapter.setHandlerAdapter(watched);
				}
			}
		}
		catch (RuntimeException | LinkageError ex) {
			MessagingTelemetry.failed(ex);
		}
	}

	private @Nullable HandlerAdapter watched(HandlerAdapter handler) {
		if (handler instanceof Watched || handler.getClass() != HandlerAdapter.class) {
			return null;
		}
		if (read(HandlerAdapter.class, InvocableHandlerMethod.class,
				handler) instanceof InvocableHandlerMethod method) {
			return new Watched(method, this.current);
		}
		return (read(HandlerAdapter.class, DelegatingInvocableHandler.class,
				handler) instanceof DelegatingInvocableHandler methods) ? new Watched(methods, this.current) : null;
	}

	// Nobody can be asked for these.
	private static @Nullable Object read(Class<?> owner, Class<?> type, Object object) {
		Field field = ReflectionUtils.findField(owner, null, type);
		if (field == null || !field.trySetAccessible()) {
			return null;
		}
		return ReflectionUtils.getField(field, object);
	}

	/**
	 * Calls the listener's method and watches its result.
	 */
	private static final class Watched extends HandlerAdapter {

		private final Supplier<@Nullable Delivery> current;

		Watched(InvocableHandlerMethod method, Supplier<@Nullable Delivery> current) {
			super(method);
			this.current = current;
		}

		Watched(DelegatingInvocableHandler methods, Supplier<@Nullable Delivery> current) {
			super(methods);
			this.current = current;
		}

		@Override
		public InvocationResult invoke(Message<?> message, @Nullable Object... arguments) throws Exception {
			InvocationResult result = super.invoke(message, arguments);
			Delivery delivery = this.current.get();
			Object watched = (delivery != null) ? watched(result.getReturnValue(), delivery) : null;
			return (watched != null) ? new InvocationResult(watched, result.getSendTo(), result.getReturnType(),
					result.getBean(), result.getMethod()) : result;
		}

		private static @Nullable Object watched(@Nullable Object value, Delivery delivery) {
			if (value instanceof CompletableFuture<?> future) {
				delivery.comesLater();
				return watched(future, delivery);
			}
			if (REACTOR_PRESENT && WatchedMono.isMono(value)) {
				delivery.comesLater();
				return WatchedMono.of(value, delivery);
			}
			return null;
		}

		private static <T> CompletableFuture<T> watched(CompletableFuture<T> future, Delivery delivery) {
			CompletableFuture<T> watched = new CompletableFuture<>();
			future.whenComplete((value, error) -> {
				try (Scope scope = delivery.context().makeCurrent()) {
					if (error != null) {
						watched.completeExceptionally(error);
					}
					else {
						watched.complete(value);
					}
				}
				finally {
					delivery.resulted(error);
				}
			});
			return watched;
		}

	}

}
