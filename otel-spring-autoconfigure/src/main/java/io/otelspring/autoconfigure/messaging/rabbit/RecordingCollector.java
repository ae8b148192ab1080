// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.observation.ObservationCollector;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Records what RabbitMQ's client sends, whoever sends by it: templates, the replies of
 * listeners, and code that uses a channel. What is consumed goes to listeners, which are
 * recorded where they are called.
 */
final class RecordingCollector implements ObservationCollector {

	private static final String TRACE_PARENT = "traceparent";

	private static final String TRACE_STATE = "tracestate";

	private final RabbitTelemetry telemetry;

	RecordingCollector(RabbitTelemetry telemetry) {
		this.telemetry = telemetry;
	}

	@Override
	public void publish(PublishCall call, AMQP.Basic.Publish publish, AMQP.BasicProperties properties, byte[] body,
			ConnectionInfo connection) throws IOException {
		MessagingTelemetry telemetry = ExportThread.isCurrent() ? null : this.telemetry.get();
		if (telemetry == null) {
			call.publish(properties);
			return;
		}
		Context parent = Context.current();
		long start = System.nanoTime();
		MessagingOperation operation = null;
		Context context = null;
		AMQP.BasicProperties sent = properties;
		try {
			if (MessagingTelemetry.isRecorded(parent)) {
				operation = operation(publish, connection);
				context = start(telemetry, parent, operation, properties);
			}
			sent = withHeaders(telemetry, (context != null) ? context : parent, properties);
		}
		catch (Throwable ex) {
			MessagingTelemetry.failed(ex);
		}
		if (operation == null || context == null) {
			call.publish(sent);
			return;
		}
		Throwable error = null;
		try (Scope scope = context.makeCurrent()) {
			call.publish(sent);
		}
		catch (Throwable ex) {
			error = ex;
			throw ex;
		}
		finally {
			telemetry.end(context, operation, start, 1, error);
		}
	}

	private MessagingOperation operation(AMQP.Basic.Publish publish, @Nullable ConnectionInfo connection) {
		RabbitServer server = (connection != null)
				? this.telemetry.servers().get(connection.getPeerAddress(), connection.getPeerPort()) : null;
		return this.telemetry.send(new RabbitDestination(RabbitTelemetry.text(publish.getExchange()),
				RabbitTelemetry.text(publish.getRoutingKey()), "", server));
	}

	private static @Nullable Context start(MessagingTelemetry telemetry, Context parent, MessagingOperation operation,
			AMQP.@Nullable BasicProperties properties) {
		Context context = telemetry.start(parent, operation, List.of(), null);
		if (context != null && properties != null && Span.fromContext(context).isRecording()) {
			MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_ID, properties.getMessageId());
			MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_CONVERSATION_ID, properties.getCorrelationId());
		}
		return context;
	}

	private static AMQP.BasicProperties withHeaders(MessagingTelemetry telemetry, Context context,
			AMQP.@Nullable BasicProperties properties) {
		AMQP.BasicProperties original = (properties != null) ? properties : new AMQP.BasicProperties();
		Map<String, @Nullable Object> headers = (original.getHeaders() != null) ? new HashMap<>(original.getHeaders())
				: new HashMap<>();
		if (headers.containsKey(TRACE_PARENT)) {
			// A message that is sent on: its state belongs to the parent that is
			// replaced.
			headers.remove(TRACE_STATE);
		}
		telemetry.inject(context, headers, RabbitHeaders.WRITE);
		return headers.isEmpty() ? original : original.builder().headers(headers).build();
	}

	@Override
	public Consumer basicConsume(String queue, String consumerTag, Consumer consumer) {
		return consumer;
	}

	@Override
	public GetResponse basicGet(BasicGetCall call, String queue) {
		long start = System.nanoTime();
		Instant time = Instant.now();
		GetResponse response = call.get();
		MessagingTelemetry telemetry = (response != null) ? this.telemetry.get() : null;
		Context parent = Context.current();
		if (telemetry != null && MessagingTelemetry.isRecorded(parent)) {
			try {
				received(telemetry, parent, queue, response, start, time);
			}
			catch (Throwable ex) {
				MessagingTelemetry.failed(ex);
			}
		}
		return response;
	}

	private void received(MessagingTelemetry telemetry, Context parent, String queue, GetResponse response, long start,
			Instant time) {
		MessagingOperation operation = this.telemetry
			.receive(new RabbitDestination(RabbitTelemetry.text(response.getEnvelope().getExchange()),
					RabbitTelemetry.text(response.getEnvelope().getRoutingKey()), RabbitTelemetry.text(queue), null));
		AMQP.BasicProperties properties = response.getProps();
		Map<String, @Nullable Object> headers = new HashMap<>();
		if (properties.getHeaders() != null) {
			headers.putAll(properties.getHeaders());
		}
		Context context = telemetry.start(parent, operation, telemetry.link(headers, RabbitHeaders.READ), time);
		if (context != null) {
			if (Span.fromContext(context).isRecording()) {
				MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_ID, properties.getMessageId());
				MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_CONVERSATION_ID,
						properties.getCorrelationId());
				MessagingTelemetry.set(context, RabbitAttributes.DELIVERY_TAG, response.getEnvelope().getDeliveryTag());
			}
			telemetry.end(context, operation, start, 1, null);
		}
	}

}
