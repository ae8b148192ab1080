// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;

/**
 * A producer or a consumer, and what is the same for all that it records.
 */
final class KafkaClient {

	private static final int MAX_TOPICS = 1024;

	private static final int MAX_FAILURES = 64;

	private static final String CLIENT_ID_TAG = "client-id";

	private final BoundedCache<String, Destination> destinations = new BoundedCache<>(MAX_TOPICS, this::create);

	private final Destination several;

	private final Type operation;

	private final @Nullable String id;

	private final @Nullable String group;

	private final @Nullable BrokerAddress address;

	/**
	 * What a consumer, which one thread has, reads the headers of its records with.
	 */
	final RecordHeaders.Incoming incoming = new RecordHeaders.Incoming();

	KafkaClient(Type operation, @Nullable String id, @Nullable String group, @Nullable BrokerAddress address) {
		this.operation = operation;
		this.id = id;
		this.group = group;
		this.address = address;
		this.several = create(null);
	}

	/**
	 * Find the id of a client, which no client tells, in the tags of its metrics.
	 * @param metrics the client's metrics
	 * @return the id, or {@code null} where it has none
	 */
	static @Nullable String idOf(@Nullable Map<MetricName, ?> metrics) {
		if (metrics != null) {
			for (MetricName name : metrics.keySet()) {
				String id = name.tags().get(CLIENT_ID_TAG);
				if (id != null) {
					return id;
				}
			}
		}
		return null;
	}

	/**
	 * Return what is known of a topic.
	 * @param topic the topic, or {@code null} for several at the same time
	 * @return what is known
	 */
	Destination destination(@Nullable String topic) {
		return (topic != null) ? this.destinations.get(topic) : this.several;
	}

	private Destination create(@Nullable String topic) {
		AttributesBuilder metrics = Attributes.builder()
			.put(MessagingAttributes.SYSTEM, KafkaAttributes.SYSTEM)
			.put(MessagingAttributes.OPERATION_NAME, this.operation.text())
			.put(MessagingAttributes.DESTINATION_NAME, topic)
			.put(MessagingAttributes.CONSUMER_GROUP_NAME, this.group);
		if (this.address != null) {
			metrics.put(ServerAttributes.SERVER_ADDRESS, this.address.host())
				.put(ServerAttributes.SERVER_PORT, this.address.port());
		}
		Attributes forMetrics = metrics.build();
		Attributes forSpans = forMetrics.toBuilder()
			.put(MessagingAttributes.OPERATION_TYPE, this.operation.text())
			.put(MessagingAttributes.CLIENT_ID, this.id)
			.build();
		String name = (topic != null) ? this.operation.text() + " " + topic : this.operation.text();
		List<Constant> constants = new ArrayList<>();
		forSpans.forEach((key, value) -> constants.add(new Constant(key, value)));
		return new Destination(name, forSpans, constants.toArray(Constant[]::new), forMetrics, new BoundedCache<>(
				MAX_FAILURES, (type) -> forMetrics.toBuilder().put(ErrorAttributes.ERROR_TYPE, type).build()));
	}

	/**
	 * A topic as the client sees it.
	 *
	 * @param spanName the name of spans
	 * @param attributes what all spans have
	 * @param constants the same, one by one
	 * @param metricAttributes what measurements have where nothing failed
	 * @param failures what they have otherwise, by {@code error.type}
	 */
	record Destination(String spanName, Attributes attributes, Constant[] constants, Attributes metricAttributes,
			BoundedCache<String, Attributes> failures) {

		void describe(SpanBuilder builder) {
			for (Constant constant : this.constants) {
				constant.addTo(builder);
			}
		}

		Attributes metricAttributes(@Nullable Throwable error) {
			return (error != null) ? this.failures.get(error.getClass().getName()) : this.metricAttributes;
		}

	}

	/**
	 * An attribute and its value.
	 *
	 * @param key the key
	 * @param value the value
	 */
	record Constant(AttributeKey<?> key, Object value) {

		@SuppressWarnings("unchecked")
		void addTo(SpanBuilder builder) {
			builder.setAttribute((AttributeKey<Object>) this.key, this.value);
		}

	}

}
