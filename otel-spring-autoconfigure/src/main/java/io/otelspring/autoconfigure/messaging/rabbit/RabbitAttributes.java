// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of the conventions for RabbitMQ, which are not among the stable ones. They are
 * those of version 1.40 of the semantic conventions.
 */
final class RabbitAttributes {

	static final AttributeKey<String> ROUTING_KEY = AttributeKey
		.stringKey("messaging.rabbitmq.destination.routing_key");

	static final AttributeKey<Long> DELIVERY_TAG = AttributeKey.longKey("messaging.rabbitmq.message.delivery_tag");

	private RabbitAttributes() {
	}

}
