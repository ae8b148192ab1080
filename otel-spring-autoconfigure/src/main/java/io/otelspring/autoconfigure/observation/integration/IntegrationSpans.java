// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.integration;

import java.util.List;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.springframework.integration.support.management.observation.MessageReceiverContext;
import org.springframework.integration.support.management.observation.MessageRequestReplyReceiverContext;
import org.springframework.integration.support.management.observation.MessageSenderContext;
import org.springframework.messaging.MessagingException;

import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * How messages in Spring Integration become spans: one for each that is sent to a
 * channel, handled, or taken in by a gateway. All are internal: they are method calls and
 * hand-overs inside of the process.
 */
final class IntegrationSpans {

	private static final String SCOPE = "io.otelspring.integration";

	/**
	 * What Spring Integration calls an adapter that takes in messages from outside.
	 */
	private static final String INBOUND_ADAPTER = "message-producer";

	private static final ObservationMapping<MessageSenderContext> SEND = ObservationMapping
		.of(MessageSenderContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> "send " + context.getProducerName())
		.attribute(IntegrationAttributes.NAME, MessageSenderContext::getProducerName)
		.constant(IntegrationAttributes.TYPE, "channel")
		.error(IntegrationSpans::cause)
		.withoutExceptionEvents()
		.build();

	private static final ObservationMapping<MessageReceiverContext> PROCESS = ObservationMapping
		.of(MessageReceiverContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.recordedIf((context) -> !isRecordedByCaller(context))
		.name((context) -> "process " + context.getHandlerName())
		.attribute(IntegrationAttributes.NAME, MessageReceiverContext::getHandlerName)
		.attribute(IntegrationAttributes.TYPE, MessageReceiverContext::getHandlerType)
		.parent(IntegrationSpans::parent)
		.links(IntegrationSpans::links)
		.error(IntegrationSpans::cause)
		.build();

	private static final ObservationMapping<MessageRequestReplyReceiverContext> GATEWAY = ObservationMapping
		.of(MessageRequestReplyReceiverContext.class)
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> "gateway " + context.getGatewayName())
		.attribute(IntegrationAttributes.NAME, MessageRequestReplyReceiverContext::getGatewayName)
		.constant(IntegrationAttributes.TYPE, "gateway")
		.parent(IntegrationSpans::parent)
		.links(IntegrationSpans::links)
		.error(IntegrationSpans::cause)
		.withoutExceptionEvents()
		.build();

	private IntegrationSpans() {
	}

	static ObservationTable table() {
		return ObservationTable.of(SEND, PROCESS, GATEWAY);
	}

	// Return whether whoever called the adapter is recorded already: the container that
	// listens to a broker, or a request.
	private static boolean isRecordedByCaller(MessageReceiverContext context) {
		return INBOUND_ADAPTER.equals(context.getHandlerType()) && hasSpan(Context.current());
	}

	// Return the parent: what is going on here, or else whoever sent the message. Where
	// these are different traces, such as in a handler that another message released, the
	// sender is linked to.
	private static Context parent(Observation.Context observed, Context sent) {
		Context current = Context.current();
		if (!hasSpan(current)) {
			return sent;
		}
		SpanContext sender = Span.fromContext(sent).getSpanContext();
		if (!sender.getTraceId().equals(Span.fromContext(current).getSpanContext().getTraceId())) {
			observed.put(SpanContext.class, sender);
		}
		return current;
	}

	private static boolean hasSpan(Context context) {
		return Span.fromContext(context).getSpanContext().isValid();
	}

	private static List<SpanContext> links(Observation.Context observed) {
		SpanContext sender = observed.get(SpanContext.class);
		return (sender != null) ? List.of(sender) : List.of();
	}

	private static Throwable cause(Throwable error) {
		Throwable failure = error;
		while (failure instanceof MessagingException && failure.getCause() != null) {
			failure = failure.getCause();
		}
		return failure;
	}

}
