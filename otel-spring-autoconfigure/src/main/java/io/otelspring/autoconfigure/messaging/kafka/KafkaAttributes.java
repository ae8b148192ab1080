// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of the messaging conventions that are Kafka's own. They are those of version 1.40
 * of the semantic conventions.
 */
final class KafkaAttributes {

	static final String SYSTEM = "kafka";

	static final AttributeKey<Long> OFFSET = AttributeKey.longKey("messaging.kafka.offset");

	static final AttributeKey<String> MESSAGE_KEY = AttributeKey.stringKey("messaging.kafka.message.key");

	static final AttributeKey<Boolean> MESSAGE_TOMBSTONE = AttributeKey.booleanKey("messaging.kafka.message.tombstone");

	private static final String[] PARTITIONS = new String[256];

	static {
		for (int i = 0; i < PARTITIONS.length; i++) {
			PARTITIONS[i] = Integer.toString(i);
		}
	}

	private KafkaAttributes() {
	}

	static String partition(int partition) {
		return (partition >= 0 && partition < PARTITIONS.length) ? PARTITIONS[partition] : Integer.toString(partition);
	}

}
