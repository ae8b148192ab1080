// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Names of the messaging conventions, which are not among the stable ones. They are those
 * of version 1.40 of the semantic conventions.
 */
public final class MessagingAttributes {

	/** The messaging system, such as {@code kafka}. */
	public static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");

	/** What the system calls the operation, such as {@code poll}. */
	public static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");

	/** The kind of operation: {@code send}, {@code receive}, {@code process}. */
	public static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");

	/** The topic, queue or exchange. */
	public static final AttributeKey<String> DESTINATION_NAME = AttributeKey.stringKey("messaging.destination.name");

	/**
	 * What stands for the destination where there may be many names, such as an exchange.
	 */
	public static final AttributeKey<String> DESTINATION_TEMPLATE = AttributeKey
		.stringKey("messaging.destination.template");

	/** Whether the destination has a name made up by the broker or none. */
	public static final AttributeKey<Boolean> DESTINATION_ANONYMOUS = AttributeKey
		.booleanKey("messaging.destination.anonymous");

	/** Whether the destination goes away with its connection. */
	public static final AttributeKey<Boolean> DESTINATION_TEMPORARY = AttributeKey
		.booleanKey("messaging.destination.temporary");

	/** The partition, as text. */
	public static final AttributeKey<String> DESTINATION_PARTITION_ID = AttributeKey
		.stringKey("messaging.destination.partition.id");

	/** The group of consumers. */
	public static final AttributeKey<String> CONSUMER_GROUP_NAME = AttributeKey
		.stringKey("messaging.consumer.group.name");

	/** The client that sends or consumes. */
	public static final AttributeKey<String> CLIENT_ID = AttributeKey.stringKey("messaging.client.id");

	/** How many messages a batch has. */
	public static final AttributeKey<Long> BATCH_MESSAGE_COUNT = AttributeKey.longKey("messaging.batch.message_count");

	/** The id of the message. */
	public static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");

	/** The id that messages of one conversation share. */
	public static final AttributeKey<String> MESSAGE_CONVERSATION_ID = AttributeKey
		.stringKey("messaging.message.conversation_id");

	/** The size of the message's body in bytes. */
	public static final AttributeKey<Long> MESSAGE_BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");

	private MessagingAttributes() {
	}

}
