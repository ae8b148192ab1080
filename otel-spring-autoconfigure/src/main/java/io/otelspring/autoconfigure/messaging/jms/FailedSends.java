// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.List;

import io.opentelemetry.context.Context;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.ConnectionFactoryUtils;
import org.springframework.jms.support.JmsAccessor;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Records messages that cannot be sent since there is no connection, session or producer
 * to send them by, as when the broker is down. A connection is asked for before the
 * destination is known, so that the template gets a stand-in that learns it, where that
 * changes nothing else.
 */
final class FailedSends {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final String SPRING_JMS = "org.springframework.jms.";

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
	 * @return what is to stand in for what was asked for, or {@code null} if the failure
	 * is to be thrown now
	 */
	@Nullable Object failed(Object target, Method method, @Nullable Object first, JMSException failure, long startNanos) {
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
			boolean createsSession = "createSession".equals(method.getName());
			if (!createsSession && !"createConnection".equals(method.getName())) {
				return null;
			}
			List<StackWalker.StackFrame> asking = asking();
			if (asking.isEmpty()) {
				return null;
			}
			if (asking.stream().anyMatch(FailedSends::cannotGoOn)) {
				record(send, null);
				return null;
			}
			return MissingSession.of(method.getReturnType(), failure, (destination) -> record(send, destination));
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
			return null;
		}
	}

	// Return the frames of Spring's classes that want a connection, where a template's
	// method for sending is among them.
	private static List<StackWalker.StackFrame> asking() {
		List<StackWalker.StackFrame> asking = STACK.walk((frames) -> frames.dropWhile((frame) -> !isAccessor(frame))
			.takeWhile((frame) -> isAccessor(frame) || frame.getClassName().startsWith(SPRING_JMS))
			.toList());
		boolean sending = asking.stream()
			.anyMatch((frame) -> isAccessor(frame) && frame.getMethodName().startsWith("send"));
		return sending ? asking : List.of();
	}

	private static boolean isAccessor(StackWalker.StackFrame frame) {
		return JmsAccessor.class.isAssignableFrom(frame.getDeclaringClass());
	}

	// A transaction would keep the stand-in, and a request to a destination has the
	// application make the message first.
	private static boolean cannotGoOn(StackWalker.StackFrame frame) {
		return frame.getDeclaringClass() == ConnectionFactoryUtils.class
				|| ("sendAndReceive".equals(frame.getMethodName()) && frame.getDescriptor().startsWith(TO_OBJECT));
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
