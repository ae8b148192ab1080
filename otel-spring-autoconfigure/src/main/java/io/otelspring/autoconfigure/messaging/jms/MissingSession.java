// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a connection or session that a template could not get for a message that
 * it is to send. The next that is asked of it, a destination by its name or a producer,
 * says where the message was to go. Then what was thrown for the connection is thrown.
 */
final class MissingSession implements InvocationHandler {

	private final JMSException failure;

	private final Consumer<@Nullable Destination> recording;

	private boolean recorded;

	private MissingSession(JMSException failure, Consumer<@Nullable Destination> recording) {
		this.failure = failure;
		this.recording = recording;
	}

	/**
	 * Return what stands in.
	 * @param type what is missing, a connection or session
	 * @param failure why it is missing
	 * @param recording what is told the destination of the message, if there is one
	 * @return the stand-in
	 */
	static Object of(Class<?> type, JMSException failure, Consumer<@Nullable Destination> recording) {
		return proxy(type, new MissingSession(failure, recording));
	}

	// A topic too: what counts is the name.
	static Destination destination(String name) {
		return (Queue) () -> name;
	}

	private static Object proxy(Class<?> type, InvocationHandler handler) {
		return Proxy.newProxyInstance(MissingSession.class.getClassLoader(), new Class<?>[] { type }, handler);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return method.invoke(this, arguments);
		}
		Object first = (arguments != null && arguments.length > 0) ? arguments[0] : null;
		switch (method.getName()) {
			case "createSession":
				return proxy(method.getReturnType(), this);
			case "start", "stop", "run":
				return null;
			case "close":
				record(null);
				return null;
			default:
				record((first instanceof String name) ? destination(name) : first);
				throw this.failure;
		}
	}

	private void record(@Nullable Object argument) {
		if (!this.recorded) {
			this.recorded = true;
			this.recording.accept((argument instanceof Destination destination) ? destination : null);
		}
	}

}
