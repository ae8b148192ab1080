// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * Two tables as a messaging library would have them.
 */
final class SampleTables {

	static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");

	static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");

	static final AttributeKey<Long> PARTITION = AttributeKey.longKey("messaging.destination.partition");

	static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");

	static final AttributeKey<Long> COUNT = AttributeKey.longKey("messaging.batch.message_count");

	static final ObservationMapping<QueueSenderContext> SEND = ObservationMapping
		.of(QueueSenderContext.class, "queue.send")
		.scope("io.otelspring.queue")
		.name((context) -> "send " + context.queue)
		.constant(SYSTEM, "queue")
		.attribute(DESTINATION, (context) -> context.queue)
		.keyValue(PARTITION, "queue.partition")
		.attributeAtEnd(MESSAGE_ID, (context) -> context.messageId)
		.duration("messaging.client.operation.duration", "Duration of messaging operations.", List.of(0.1, 1.0), SYSTEM,
				DESTINATION)
		.count("messaging.client.sent.messages", "Number of messages.", "{message}", SYSTEM)
		.build();

	static final ObservationMapping<QueueReceiverContext> PROCESS = ObservationMapping.of(QueueReceiverContext.class)
		.scope("io.otelspring.queue")
		.name((context) -> "process " + context.queue)
		.nameAtEnd((context) -> context.settled)
		.attribute(DESTINATION, (context) -> context.queue)
		.attributeAtEnd(COUNT, (context) -> context.count)
		.links((context) -> context.links)
		.error((error) -> (error instanceof IllegalStateException && error.getCause() != null) ? error.getCause()
				: error)
		.errorType((context) -> context.code)
		.recordedIf((context) -> !"ignored".equals(context.queue))
		.suppressedIf((context) -> "silent".equals(context.queue))
		.build();

	static final ObservationTable QUEUE = ObservationTable.of(SEND, PROCESS);

	static final ObservationTable IGNORED = ObservationTable.of(ObservationMapping.ignored("noise.*", "hum"));

	private SampleTables() {
	}

	static final class QueueSenderContext extends SenderContext<Map<String, String>> {

		final String queue;

		@Nullable String messageId;

		QueueSenderContext(String queue) {
			super((carrier, key, value) -> {
				if (carrier != null) {
					carrier.put(key, value);
				}
			});
			this.queue = queue;
			setCarrier(new HashMap<>());
		}

		Map<String, String> headers() {
			Map<String, String> carrier = getCarrier();
			return (carrier != null) ? carrier : Map.of();
		}

	}

	static final class QueueReceiverContext extends ReceiverContext<Map<String, String>> {

		final String queue;

		final List<SpanContext> links = new ArrayList<>();

		@Nullable String settled;

		@Nullable String code;

		@Nullable Long count;

		QueueReceiverContext(String queue, Map<String, String> headers) {
			super(Map::get);
			this.queue = queue;
			setCarrier(headers);
		}

	}

}
