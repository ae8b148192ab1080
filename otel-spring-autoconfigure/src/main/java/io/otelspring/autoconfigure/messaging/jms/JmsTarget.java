// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.messaging.MadeUpNames;
import io.otelspring.autoconfigure.messaging.MessagingAttributes;
import io.otelspring.autoconfigure.messaging.MessagingOperation;
import io.otelspring.autoconfigure.messaging.MessagingOperation.Type;

/**
 * A queue or topic of a messaging system. Those that are temporary are all the same,
 * since their names are made up.
 *
 * @param system the messaging system
 * @param name the name, empty where there is none or it is temporary
 * @param temporary whether it goes away with its connection
 */
record JmsTarget(String system, String name, boolean temporary) {

	static JmsTarget of(String system, @Nullable Destination destination) {
		String name = name(destination);
		// Some providers give a message that was received no temporary destination, but
		// one of the same name.
		if (destination instanceof TemporaryQueue || destination instanceof TemporaryTopic
				|| (name != null && MadeUpNames.isUuid(name))) {
			return new JmsTarget(system, "", true);
		}
		return new JmsTarget(system, (name != null) ? name : "", false);
	}

	static @Nullable String name(@Nullable Destination destination) {
		try {
			if (destination instanceof Queue queue) {
				return queue.getQueueName();
			}
			return (destination instanceof Topic topic) ? topic.getTopicName() : null;
		}
		catch (JMSException ex) {
			return null;
		}
	}

	MessagingOperation operation(Type type) {
		AttributesBuilder attributes = Attributes.builder().put(MessagingAttributes.SYSTEM, this.system);
		if (!this.name.isEmpty()) {
			attributes.put(MessagingAttributes.DESTINATION_NAME, this.name);
		}
		Attributes metric = attributes.build();
		if (this.temporary) {
			attributes.put(MessagingAttributes.DESTINATION_TEMPORARY, true)
				.put(MessagingAttributes.DESTINATION_ANONYMOUS, true);
		}
		return new MessagingOperation(type, this.name, attributes.build(), metric);
	}

}
