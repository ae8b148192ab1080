// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.util.ArrayList;
import java.util.List;

import com.rabbitmq.client.Channel;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.listener.ListenerExecutionFailedException;

import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Records the calls of listeners: the span of one message is the child of that which sent
 * it, the span of several has links. As the first advice of a container, it is round all
 * attempts of one delivery.
 */
final class ListenerSpans implements MethodInterceptor {

	private final RabbitTelemetry telemetry;

	private final ThreadLocal<Delivery> current = new ThreadLocal<>();

	ListenerSpans(RabbitTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		MessagingTelemetry telemetry = this.telemetry.get();
		Delivery delivery = (telemetry != null) ? start(telemetry, invocation.getArguments()) : null;
		if (delivery == null) {
			return invocation.proceed();
		}
		Throwable error = null;
		Delivery before = this.current.get();
		this.current.set(delivery);
		try (Scope scope = delivery.context().makeCurrent()) {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			error = thrownByListener(ex);
			throw ex;
		}
		finally {
			if (before != null) {
				this.current.set(before);
			}
			else {
				this.current.remove();
			}
			delivery.called(error);
		}
	}

	/**
	 * Return what is processed on the current thread.
	 * @return that, or {@code null}
	 */
	@Nullable Delivery current() {
		return this.current.get();
	}

	// Spring wraps what a listener throws, and once more when all attempts have failed.
	private static Throwable thrownByListener(Throwable thrown) {
		Throwable cause = thrown.getCause();
		if (cause != null && (thrown instanceof ListenerExecutionFailedException
				|| (thrown instanceof AmqpRejectAndDontRequeueException
						&& cause instanceof ListenerExecutionFailedException))) {
			return thrownByListener(cause);
		}
		return thrown;
	}

	private @Nullable Delivery start(MessagingTelemetry telemetry, @Nullable Object[] arguments) {
		try {
			if (arguments.length == 2 && arguments[0] instanceof Channel channel) {
				if (arguments[1] instanceof Message message) {
					return start(telemetry, channel, message);
				}
				if (arguments[1] instanceof List<?> messages && !messages.isEmpty()) {
					return start(telemetry, channel, messages);
				}
			}
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
		}
		return null;
	}

	private @Nullable Delivery start(MessagingTelemetry telemetry, Channel channel, Message message) {
		MessageProperties properties = message.getMessageProperties();
		MessagingOperation operation = this.telemetry
			.process(new RabbitDestination(RabbitTelemetry.text(properties.getReceivedExchange()),
					RabbitTelemetry.text(properties.getReceivedRoutingKey()),
					RabbitTelemetry.text(properties.getConsumerQueue()), server(channel)));
		Context parent = telemetry.extract(properties.getHeaders(), RabbitHeaders.READ);
		Context context = telemetry.start(parent, operation, List.of(), null);
		if (context == null) {
			return null;
		}
		if (Span.fromContext(context).isRecording()) {
			MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_ID, properties.getMessageId());
			MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_CONVERSATION_ID, properties.getCorrelationId());
			MessagingTelemetry.set(context, RabbitAttributes.DELIVERY_TAG, properties.getDeliveryTag());
		}
		return new Delivery(telemetry, context, operation, 1);
	}

	private @Nullable Delivery start(MessagingTelemetry telemetry, Channel channel, List<?> messages) {
		List<SpanContext> links = new ArrayList<>(messages.size());
		String queue = null;
		for (Object each : messages) {
			if (each instanceof Message message) {
				MessageProperties properties = message.getMessageProperties();
				links.addAll(telemetry.link(properties.getHeaders(), RabbitHeaders.READ));
				String from = RabbitTelemetry.text(properties.getConsumerQueue());
				queue = (queue == null || queue.equals(from)) ? from : "";
			}
		}
		MessagingOperation operation = this.telemetry
			.process(new RabbitDestination("", "", RabbitTelemetry.text(queue), server(channel)));
		Context context = telemetry.start(Context.root(), operation, links, null);
		if (context == null) {
			return null;
		}
		MessagingTelemetry.set(context, MessagingAttributes.BATCH_MESSAGE_COUNT, (long) messages.size());
		return new Delivery(telemetry, context, operation, messages.size());
	}

	private @Nullable RabbitServer server(Channel channel) {
		try {
			return this.telemetry.servers().get(channel);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

}
