// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.opentelemetry.context.Context;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.JmsAccessor;
import org.springframework.jms.support.destination.DestinationResolver;
import org.springframework.jms.support.destination.DynamicDestinationResolver;
import org.springframework.jms.support.destination.SimpleDestinationResolver;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Records messages that cannot be sent since there is no connection, session, destination
 * or producer to send them by, as when the broker is down. A connection is asked for
 * before the destination is known, so that the template gets a stand-in that learns it,
 * where that changes nothing else.
 */
final class FailedSends {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final String SPRING_JMS = "org.springframework.jms.";

	private static final String MICROMETER = "io.micrometer.";

	private static final Set<String> NEEDED = Set.of("createConnection", "createSession", "createQueue", "createTopic",
			"createTemporaryQueue");

	private static final String TO_OBJECT = "(Ljakarta/jms/Destination;";

	private final JmsTelemetry telemetry;

	FailedSends(JmsTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Record a failure, if it keeps a message from being sent.
	 * @param target what was asked
	 * @param method what it was asked for
	 * @param first the first argument, if there is one
	 * @param failure what was thrown
	 * @param startNanos when it was asked
	 * @param template the template that the connections are for, if there is one
	 * @return what is to stand in for what was asked for, or {@code null} if the failure
	 * is to be thrown now
	 */
	@Nullable Object failed(Object target, Method method, @Nullable Object first, JMSException failure, long startNanos,
			@Nullable JmsAccessor template) {
		try {
			Context parent = Context.current();
			if (ExportThread.isCurrent() || !MessagingTelemetry.isRecorded(parent)) {
				return null;
			}
			long nanos = System.nanoTime() - startNanos;
			Send send = new Send(parent, target, failure, startNanos, Instant.now().minusNanos(nanos));
			if (MessageProducer.class.isAssignableFrom(method.getReturnType())) {
				record(send, (first instanceof Destination destination) ? destination : null);
				return null;
			}
			List<StackWalker.StackFrame> asking = NEEDED.contains(method.getName()) ? asking() : List.of();
			if (asking.isEmpty()) {
				return null;
			}
			boolean opening = !Destination.class.isAssignableFrom(method.getReturnType());
			if (opening && template instanceof JmsTemplate sending && canGoOn(sending, asking)) {
				return MissingSession.of(method.getReturnType(), failure, (destination) -> record(send, destination));
			}
			record(send, (first instanceof String name) ? MissingSession.destination(name) : null);
			return null;
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
			return null;
		}
	}

	// Return the frames of Spring's classes and of templates that ask, up to a template's
	// method for sending, or none if there is none or other code asks.
	private static List<StackWalker.StackFrame> asking() {
		List<StackWalker.StackFrame> asking = STACK.walk((frames) -> frames.dropWhile(FailedSends::isInFront)
			.takeWhile((frame) -> isAccessor(frame) || frame.getClassName().startsWith(SPRING_JMS))
			.toList());
		for (int i = 0; i < asking.size(); i++) {
			if (isAccessor(asking.get(i)) && asking.get(i).getMethodName().startsWith("send")) {
				return asking.subList(0, i + 1);
			}
		}
		return List.of();
	}

	// Proxies: ours, and the one that a template makes for each session that it has
	// observed.
	private static boolean isInFront(StackWalker.StackFrame frame) {
		return frame.getDeclaringClass().getPackage() == FailedSends.class.getPackage()
				|| Proxy.isProxyClass(frame.getDeclaringClass()) || frame.getClassName().startsWith(MICROMETER);
	}

	private static boolean isAccessor(StackWalker.StackFrame frame) {
		return JmsAccessor.class.isAssignableFrom(frame.getDeclaringClass());
	}

	// Only if nobody but the template itself sees the stand-in: it is no transaction,
	// factory or subclass, which would keep or use it, it finds destinations by itself,
	// and it is no request to a destination, for which the application makes the message
	// first.
	private static boolean canGoOn(JmsTemplate template, List<StackWalker.StackFrame> asking) {
		if (template.getClass() != JmsTemplate.class) {
			return false;
		}
		for (StackWalker.StackFrame frame : asking) {
			if (frame.getDeclaringClass() != JmsTemplate.class && frame.getDeclaringClass() != JmsAccessor.class) {
				return false;
			}
		}
		StackWalker.StackFrame sending = asking.get(asking.size() - 1);
		if (sending.getDescriptor().startsWith(TO_OBJECT)) {
			return "send".equals(sending.getMethodName());
		}
		DestinationResolver resolver = template.getDestinationResolver();
		return resolver.getClass() == DynamicDestinationResolver.class
				|| resolver.getClass() == SimpleDestinationResolver.class;
	}

	private void record(Send send, @Nullable Destination destination) {
		try {
			this.telemetry.notSent(send, destination);
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
		}
	}

	/**
	 * A message that could not be sent.
	 *
	 * @param parent the context that it was to be sent in
	 * @param target what could not give what was needed
	 * @param failure what was thrown
	 * @param startNanos when it was asked
	 * @param time the same, as a point in time
	 */
	record Send(Context parent, Object target, JMSException failure, long startNanos, Instant time) {

	}

}
