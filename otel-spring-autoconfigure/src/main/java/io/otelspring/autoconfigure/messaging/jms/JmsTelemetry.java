// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import java.time.Instant;
import java.util.List;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.SingleConnectionFactory;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * What records the messages of one application context, and what it remembers of their
 * destinations.
 */
final class JmsTelemetry {

	private static final int MAX_DESTINATIONS = 1000;

	private static final int MAX_TYPES = 100;

	private static final String UNKNOWN_SYSTEM = "jms";

	private final TelemetrySource<MessagingTelemetry> source;

	private final BoundedCache<JmsTarget, MessagingOperation> sends = operations(Type.SEND);

	private final BoundedCache<JmsTarget, MessagingOperation> receives = operations(Type.RECEIVE);

	private final BoundedCache<JmsTarget, MessagingOperation> processes = operations(Type.PROCESS);

	private final BoundedCache<Class<?>, String> systems = new BoundedCache<>(MAX_TYPES,
			(type) -> system(type.getName()));

	JmsTelemetry(TelemetrySource<MessagingTelemetry> source) {
		this.source = source;
	}

	private static BoundedCache<JmsTarget, MessagingOperation> operations(Type type) {
		return new BoundedCache<>(MAX_DESTINATIONS, (target) -> target.operation(type));
	}

	static String system(String messageType) {
		if (messageType.startsWith("org.apache.activemq.") || messageType.startsWith("org.apache.artemis.")) {
			return "activemq";
		}
		if (messageType.startsWith("com.rabbitmq.")) {
			return "rabbitmq";
		}
		return messageType.startsWith("com.amazon.sqs.") ? "aws_sqs" : UNKNOWN_SYSTEM;
	}

	@Nullable MessagingTelemetry get() {
		return this.source.get();
	}

	/**
	 * Start to record a message that is to be sent, and write its headers.
	 * @param telemetry what records
	 * @param parent the context that it is sent in
	 * @param message the message
	 * @param destination where it is sent to
	 * @return what is recorded, or {@code null}
	 */
	@Nullable Recording send(MessagingTelemetry telemetry, Context parent, Message message, @Nullable Destination destination) {
		if (!MessagingTelemetry.isRecorded(parent)) {
			telemetry.inject(parent, message, JmsHeaders.INSTANCE);
			return null;
		}
		MessagingOperation operation = this.sends.get(JmsTarget.of(this.systems.get(message.getClass()), destination));
		Recording recording = start(telemetry, parent, operation, destination, List.of(), null);
		telemetry.inject((recording != null) ? recording.context() : parent, message, JmsHeaders.INSTANCE);
		return recording;
	}

	/**
	 * Record a message that could not even be handed to a producer.
	 * @param send what was to be sent
	 * @param destination where it was to be sent to, if that is known
	 */
	void notSent(FailedSends.Send send, @Nullable Destination destination) {
		MessagingTelemetry telemetry = get();
		if (telemetry == null) {
			return;
		}
		MessagingOperation operation = this.sends.get(JmsTarget.of(system(send), destination));
		Recording recording = start(telemetry, send.parent(), operation, destination, List.of(), send.time());
		if (recording != null) {
			telemetry.end(recording.context(), operation, send.startNanos(), 1, send.failure());
		}
	}

	// There is no message that would tell: what is closest to the provider does.
	private String system(FailedSends.Send send) {
		Object target = send.target();
		while (target instanceof SingleConnectionFactory single && single.getTargetConnectionFactory() != null) {
			target = single.getTargetConnectionFactory();
		}
		String system = this.systems.get(target.getClass());
		for (Throwable each = send.failure(); each != null && UNKNOWN_SYSTEM.equals(system); each = each.getCause()) {
			system = this.systems.get(each.getClass());
		}
		return system;
	}

	/**
	 * Record a message that was received on request.
	 * @param telemetry what records
	 * @param message the message
	 * @param consumed what is consumed, if it is known
	 * @param startNanos since when it was waited for
	 * @param time the same, as a point in time
	 */
	void received(MessagingTelemetry telemetry, Message message, @Nullable Destination consumed, long startNanos,
			Instant time) {
		Context parent = Context.current();
		if (!MessagingTelemetry.isRecorded(parent)) {
			return;
		}
		Destination destination = (consumed != null) ? consumed : destination(message);
		MessagingOperation operation = this.receives
			.get(JmsTarget.of(this.systems.get(message.getClass()), destination));
		Recording recording = start(telemetry, parent, operation, destination,
				telemetry.link(message, JmsHeaders.INSTANCE), time);
		if (recording != null) {
			describe(recording.context(), message);
			telemetry.end(recording.context(), operation, startNanos, 1, null);
		}
	}

	/**
	 * Start to record a message that a listener is given.
	 * @param telemetry what records
	 * @param message the message
	 * @return what is recorded, or {@code null}
	 */
	@Nullable Recording process(MessagingTelemetry telemetry, Message message) {
		Destination destination = destination(message);
		MessagingOperation operation = this.processes
			.get(JmsTarget.of(this.systems.get(message.getClass()), destination));
		Context parent = telemetry.extract(message, JmsHeaders.INSTANCE);
		Recording recording = start(telemetry, parent, operation, destination, List.of(), null);
		if (recording != null) {
			describe(recording.context(), message);
		}
		return recording;
	}

	private static @Nullable Recording start(MessagingTelemetry telemetry, Context parent, MessagingOperation operation,
			@Nullable Destination destination, List<SpanContext> links, @Nullable Instant time) {
		long start = System.nanoTime();
		Context context = telemetry.start(parent, operation, links, time);
		if (context == null) {
			return null;
		}
		if (Span.fromContext(context).isRecording() && destination != null) {
			MessagingTelemetry.set(context, MessagingAttributes.DESTINATION_NAME, JmsTarget.name(destination));
		}
		return new Recording(context, operation, start);
	}

	/**
	 * Add the ids of a message. The provider makes them when it is sent.
	 * @param context the context of the operation
	 * @param message the message
	 */
	static void describe(Context context, Message message) {
		if (!Span.fromContext(context).isRecording()) {
			return;
		}
		try {
			MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_ID, message.getJMSMessageID());
			MessagingTelemetry.set(context, MessagingAttributes.MESSAGE_CONVERSATION_ID, message.getJMSCorrelationID());
		}
		catch (JMSException | RuntimeException ex) {
			MessagingTelemetry.failed(ex);
		}
	}

	private static @Nullable Destination destination(Message message) {
		try {
			return message.getJMSDestination();
		}
		catch (JMSException ex) {
			return null;
		}
	}

	/**
	 * What is being recorded.
	 *
	 * @param context the context of the operation
	 * @param operation the operation
	 * @param startNanos when it started
	 */
	record Recording(Context context, MessagingOperation operation, long startNanos) {

	}

}
