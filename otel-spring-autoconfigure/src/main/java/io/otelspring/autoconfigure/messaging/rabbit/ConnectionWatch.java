// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.net.InetAddress;
import java.util.List;

import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.AbstractConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Notes the names of servers, and records a message that could not be sent since there is
 * no connection to send it by. Which exchange it was for is not known there.
 */
final class ConnectionWatch implements ConnectionListener {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private final RabbitTelemetry telemetry;

	private final AbstractConnectionFactory factory;

	ConnectionWatch(RabbitTelemetry telemetry, AbstractConnectionFactory factory) {
		this.telemetry = telemetry;
		this.factory = factory;
	}

	@Override
	public void onCreate(@Nullable Connection connection) {
		try {
			com.rabbitmq.client.Connection delegate = (connection != null) ? connection.getDelegate() : null;
			InetAddress address = (delegate != null) ? delegate.getAddress() : null;
			if (delegate != null && address != null) {
				this.telemetry.servers().connected(address, delegate.getPort());
			}
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
		}
	}

	@Override
	public void onFailed(Exception exception) {
		try {
			Context parent = Context.current();
			MessagingTelemetry telemetry = this.telemetry.get();
			if (telemetry == null || ExportThread.isCurrent() || !MessagingTelemetry.isRecorded(parent)
					|| !isSending()) {
				return;
			}
			long start = System.nanoTime();
			MessagingOperation operation = RabbitDestination.unknown(server());
			Context context = telemetry.start(parent, operation, List.of(), null);
			if (context != null) {
				telemetry.end(context, operation, start, 1,
						RabbitExceptionTranslator.convertRabbitAccessException(exception));
			}
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
		}
	}

	private RabbitServer server() {
		return new RabbitServer(this.factory.getHost(), null, this.factory.getPort());
	}

	// Return whether it is a template's method for sending that wants the connection.
	private static boolean isSending() {
		return STACK.walk(
				(frames) -> frames.anyMatch((frame) -> RabbitTemplate.class.isAssignableFrom(frame.getDeclaringClass())
						&& (frame.getMethodName().startsWith("send") || frame.getMethodName().startsWith("doSend")
								|| frame.getMethodName().startsWith("convert"))));
	}

}
