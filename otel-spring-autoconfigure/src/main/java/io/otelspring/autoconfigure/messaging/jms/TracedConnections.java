// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jms.support.JmsAccessor;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;
import io.otelspring.autoconfigure.messaging.jms.JmsTelemetry.Recording;

/**
 * Makes connection factories whose producers, and consumers where they are asked for a
 * message, are recorded. All that comes from one has the interfaces of the original, and
 * Spring's transactions know it for the original.
 */
final class TracedConnections {

	private static final int MAX_TYPES = 200;

	private static final ClassLoader LOADER = TracedConnections.class.getClassLoader();

	private final BoundedCache<Class<?>, Class<?>[]> interfaces = new BoundedCache<>(MAX_TYPES,
			TracedConnections::interfaces);

	private final JmsTelemetry telemetry;

	private final FailedSends failedSends;

	TracedConnections(JmsTelemetry telemetry) {
		this.telemetry = telemetry;
		this.failedSends = new FailedSends(telemetry);
	}

	/**
	 * Return a factory that is recorded.
	 * @param recorded the factory, which may be one that was returned for another
	 * template
	 * @param template the template that it is for, whose consumers are recorded too, or
	 * {@code null} for a transaction manager, and a container, whose listener is recorded
	 * @return the factory to use in its place
	 */
	@Nullable ConnectionFactory record(@Nullable ConnectionFactory recorded, @Nullable JmsAccessor template) {
		if (recorded == null) {
			return null;
		}
		Object factory = isTraced(recorded) ? ((Handler) Proxy.getInvocationHandler(recorded)).target : recorded;
		Class<?>[] own = this.interfaces.get(factory.getClass());
		Class<?>[] all = new Class<?>[own.length + 1];
		System.arraycopy(own, 0, all, 0, own.length);
		all[own.length] = InfrastructureProxy.class;
		return (ConnectionFactory) Proxy.newProxyInstance(LOADER, all, new Traced(factory, template));
	}

	// Those that a proxy of this class loader can have.
	private static Class<?>[] interfaces(Class<?> type) {
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(type, LOADER))
			.filter((each) -> Modifier.isPublic(each.getModifiers()))
			.toArray(Class<?>[]::new);
	}

	private static boolean isTraced(Object object) {
		return Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof Handler;
	}

	private Object proxy(Object target, InvocationHandler handler) {
		return Proxy.newProxyInstance(LOADER, this.interfaces.get(target.getClass()), handler);
	}

	/**
	 * Calls the original and, for what makes two objects the same, compares originals.
	 */
	private abstract static class Handler implements InvocationHandler {

		final Object target;

		Handler(Object target) {
			this.target = target;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
				throws Throwable {
			String name = method.getName();
			if ("getWrappedObject".equals(name) && method.getDeclaringClass() == InfrastructureProxy.class) {
				return this.target;
			}
			if ("equals".equals(name) && arguments != null && arguments.length == 1) {
				Object other = arguments[0];
				boolean traced = other != null && isTraced(other);
				return this.target.equals(traced ? ((Handler) Proxy.getInvocationHandler(other)).target : other);
			}
			return handle(method, arguments);
		}

		abstract @Nullable Object handle(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;

		final @Nullable Object proceed(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
			try {
				return method.invoke(this.target, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

	}

	/**
	 * A factory, connection or session.
	 */
	private final class Traced extends Handler {

		private final @Nullable JmsAccessor template;

		Traced(Object target, @Nullable JmsAccessor template) {
			super(target);
			this.template = template;
		}

		@Override
		@Nullable Object handle(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
			Object first = (arguments != null && arguments.length > 0) ? arguments[0] : null;
			long start = System.nanoTime();
			Object made;
			try {
				made = proceed(method, arguments);
			}
			catch (JMSException ex) {
				Object missing = TracedConnections.this.failedSends.failed(this.target, method, first, ex, start,
						this.template);
				if (missing == null) {
					throw ex;
				}
				return missing;
			}
			if (made instanceof Connection || made instanceof Session) {
				return proxy(made, new Traced(made, this.template));
			}
			Destination destination = (first instanceof Destination given) ? given : null;
			if (made instanceof MessageProducer producer && this.target instanceof Session) {
				return proxy(producer, new Producer(producer, destination));
			}
			if (this.template != null && made instanceof MessageConsumer consumer && this.target instanceof Session) {
				return proxy(consumer, new Consumer(consumer, destination));
			}
			return made;
		}

	}

	/**
	 * A producer: {@code send}, and {@code publish} of one for topics.
	 */
	private final class Producer extends Handler {

		private final @Nullable Destination destination;

		Producer(MessageProducer target, @Nullable Destination destination) {
			super(target);
			this.destination = destination;
		}

		@Override
		@Nullable Object handle(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
			String name = method.getName();
			Message message = ("send".equals(name) || "publish".equals(name)) ? message(arguments) : null;
			MessagingTelemetry telemetry = (message != null && !ExportThread.isCurrent())
					? TracedConnections.this.telemetry.get() : null;
			if (message == null || telemetry == null) {
				return proceed(method, arguments);
			}
			Recording recording = start(telemetry, message, arguments);
			if (recording == null) {
				return proceed(method, arguments);
			}
			Throwable error = null;
			try (Scope scope = recording.context().makeCurrent()) {
				return proceed(method, arguments);
			}
			catch (Throwable ex) {
				error = ex;
				throw ex;
			}
			finally {
				JmsTelemetry.describe(recording.context(), message);
				telemetry.end(recording.context(), recording.operation(), recording.startNanos(), 1, error);
			}
		}

		private @Nullable Recording start(MessagingTelemetry telemetry, Message message,
				@Nullable Object @Nullable [] arguments) {
			try {
				Object first = (arguments != null) ? arguments[0] : null;
				return TracedConnections.this.telemetry.send(telemetry, Context.current(), message,
						(first instanceof Destination given) ? given : this.destination);
			}
			catch (Throwable ex) {
				MessagingTelemetry.failed(ex);
				return null;
			}
		}

		private static @Nullable Message message(@Nullable Object @Nullable [] arguments) {
			if (arguments != null) {
				for (int i = 0; i < Math.min(arguments.length, 2); i++) {
					if (arguments[i] instanceof Message message) {
						return message;
					}
				}
			}
			return null;
		}

	}

	/**
	 * A consumer that is asked for messages.
	 */
	private final class Consumer extends Handler {

		private final @Nullable Destination destination;

		Consumer(MessageConsumer target, @Nullable Destination destination) {
			super(target);
			this.destination = destination;
		}

		@Override
		@Nullable Object handle(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
			if (!method.getName().startsWith("receive")) {
				return proceed(method, arguments);
			}
			long start = System.nanoTime();
			Instant time = Instant.now();
			Object received = proceed(method, arguments);
			if (received instanceof Message message) {
				try {
					MessagingTelemetry telemetry = TracedConnections.this.telemetry.get();
					if (telemetry != null) {
						TracedConnections.this.telemetry.received(telemetry, message, this.destination, start, time);
					}
				}
				catch (Throwable ex) {
					MessagingTelemetry.failed(ex);
				}
			}
			return received;
		}

	}

}
