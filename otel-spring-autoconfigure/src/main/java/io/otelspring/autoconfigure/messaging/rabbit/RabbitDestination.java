// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.messaging.MadeUpNames;
import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;

/**
 * Where a message goes to or comes from. Routing keys and the names of reply queues may
 * be many: spans have them as attributes, but their names and the metrics have the
 * exchange, or the queue where it has a name of its own.
 *
 * @param exchange the exchange, empty for the default one
 * @param routingKey the routing key, or empty
 * @param queue the queue, or empty where it is not known
 * @param server the server, if it is known
 */
record RabbitDestination(String exchange, String routingKey, String queue, @Nullable RabbitServer server) {

	private static final String SYSTEM = "rabbitmq";

	private static final String DEFAULT = "amq.default";

	MessagingOperation operation(Type type) {
		boolean anonymous = isAnonymous();
		String name = (type == Type.SEND) ? sent() : received();
		String template = (type == Type.SEND) ? sentTemplate(anonymous) : receivedTemplate(anonymous);
		AttributesBuilder common = Attributes.builder().put(MessagingAttributes.SYSTEM, SYSTEM);
		if (!template.isEmpty()) {
			common.put(MessagingAttributes.DESTINATION_TEMPLATE, template);
		}
		if (this.server != null) {
			common.put(ServerAttributes.SERVER_ADDRESS, this.server.host())
				.put(ServerAttributes.SERVER_PORT, (long) this.server.port());
		}
		AttributesBuilder metric = common.build().toBuilder();
		if (template.equals(name)) {
			metric.put(MessagingAttributes.DESTINATION_NAME, name);
		}
		common.put(MessagingAttributes.DESTINATION_NAME, name);
		if (anonymous) {
			common.put(MessagingAttributes.DESTINATION_ANONYMOUS, true);
		}
		if (!this.routingKey.isEmpty()) {
			common.put(RabbitAttributes.ROUTING_KEY, this.routingKey);
		}
		if (this.server != null && this.server.address() != null) {
			common.put(NetworkAttributes.NETWORK_PEER_ADDRESS, this.server.address())
				.put(NetworkAttributes.NETWORK_PEER_PORT, (long) this.server.port());
		}
		return new MessagingOperation(type, template, common.build(), metric.build());
	}

	/**
	 * Return the operation of sending to a destination that is not known.
	 * @param server the server
	 * @return the operation
	 */
	static MessagingOperation unknown(RabbitServer server) {
		Attributes attributes = Attributes.of(MessagingAttributes.SYSTEM, SYSTEM, ServerAttributes.SERVER_ADDRESS,
				server.host(), ServerAttributes.SERVER_PORT, (long) server.port());
		return new MessagingOperation(Type.SEND, "", attributes, attributes);
	}

	private String sent() {
		String name = join(this.exchange, this.routingKey);
		return name.isEmpty() ? DEFAULT : name;
	}

	private String received() {
		return join(join(this.exchange, this.routingKey), this.queue.equals(this.routingKey) ? "" : this.queue);
	}

	private static String join(String first, String second) {
		if (first.isEmpty() || second.isEmpty()) {
			return first + second;
		}
		return first + ":" + second;
	}

	private String sentTemplate(boolean anonymous) {
		if (!this.exchange.isEmpty()) {
			return this.exchange;
		}
		if (anonymous) {
			return "";
		}
		return this.routingKey.isEmpty() ? DEFAULT : this.routingKey;
	}

	private String receivedTemplate(boolean anonymous) {
		return (anonymous || this.queue.isEmpty()) ? this.exchange : this.queue;
	}

	/**
	 * Return whether the queue has a name that was made up: by the broker, by Spring, or
	 * at random. A message that is sent to the default exchange goes to the queue that
	 * the routing key names.
	 */
	private boolean isAnonymous() {
		if (!this.queue.isEmpty()) {
			return isAnonymous(this.queue);
		}
		return this.exchange.isEmpty() && isAnonymous(this.routingKey);
	}

	static boolean isAnonymous(String name) {
		return name.startsWith("amq.gen-") || name.startsWith("amq.rabbitmq.reply-to") || name.startsWith("spring.gen-")
				|| name.contains(".anonymous.") || MadeUpNames.isUuid(name);
	}

}
