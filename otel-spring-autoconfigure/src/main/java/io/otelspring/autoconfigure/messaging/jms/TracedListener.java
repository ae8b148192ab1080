// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import io.opentelemetry.context.Scope;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.jms.listener.adapter.ListenerExecutionFailedException;

import io.otelspring.autoconfigure.messaging.MessagingTelemetry;
import io.otelspring.autoconfigure.messaging.jms.JmsTelemetry.Recording;

/**
 * A listener whose calls are recorded: the span of each is the child of that which sent
 * the message. It fails before the container's error handler, or none, is told.
 */
abstract class TracedListener {

	private final JmsTelemetry telemetry;

	private TracedListener(JmsTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	/**
	 * Return a listener that is recorded.
	 * @param telemetry what records
	 * @param listener the listener
	 * @return the listener to use in its place
	 */
	@SuppressWarnings("unchecked")
	static @Nullable Object of(JmsTelemetry telemetry, @Nullable Object listener) {
		if (listener instanceof TracedListener) {
			return listener;
		}
		if (listener instanceof SessionAwareMessageListener<?> aware) {
			return new OfSession(telemetry, (SessionAwareMessageListener<Message>) aware);
		}
		return (listener instanceof MessageListener plain) ? new Plain(telemetry, plain) : listener;
	}

	final void record(Message message, Call call) throws JMSException {
		MessagingTelemetry telemetry = this.telemetry.get();
		Recording recording = (telemetry != null) ? start(telemetry, message) : null;
		if (telemetry == null || recording == null) {
			call.run();
			return;
		}
		Throwable error = null;
		try (Scope scope = recording.context().makeCurrent()) {
			call.run();
		}
		catch (Throwable ex) {
			error = (ex instanceof ListenerExecutionFailedException && ex.getCause() != null) ? ex.getCause() : ex;
			throw ex;
		}
		finally {
			telemetry.end(recording.context(), recording.operation(), recording.startNanos(), 1, error);
		}
	}

	private @Nullable Recording start(MessagingTelemetry telemetry, Message message) {
		try {
			return this.telemetry.process(telemetry, message);
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
			return null;
		}
	}

	/**
	 * The call of a listener.
	 */
	@FunctionalInterface
	interface Call {

		void run() throws JMSException;

	}

	private static final class OfSession extends TracedListener implements SessionAwareMessageListener<Message> {

		private final SessionAwareMessageListener<Message> listener;

		OfSession(JmsTelemetry telemetry, SessionAwareMessageListener<Message> listener) {
			super(telemetry);
			this.listener = listener;
		}

		@Override
		public void onMessage(Message message, Session session) throws JMSException {
			record(message, () -> this.listener.onMessage(message, session));
		}

	}

	private static final class Plain extends TracedListener implements MessageListener {

		private final MessageListener listener;

		Plain(JmsTelemetry telemetry, MessageListener listener) {
			super(telemetry);
			this.listener = listener;
		}

		@Override
		public void onMessage(Message message) {
			try {
				record(message, () -> this.listener.onMessage(message));
			}
			catch (JMSException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
