// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import java.util.List;
import java.util.Optional;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;
import io.otelspring.autoconfigure.messaging.MessagingTelemetry;

/**
 * Reads and writes the properties of a message for a propagator. Names of properties are
 * Java identifiers: a dash becomes {@code __dash__}, as OpenTelemetry's Java agent has
 * it, and what still is none is neither written nor read. A message whose properties
 * cannot be written, such as one that was received, goes out as it is.
 */
final class JmsHeaders implements TextMapGetter<Message>, TextMapSetter<Message> {

	static final JmsHeaders INSTANCE = new JmsHeaders();

	private static final int MAX_NAMES = 64;

	private static final String DASH = "__dash__";

	private static final BoundedCache<String, Optional<String>> NAMES = new BoundedCache<>(MAX_NAMES,
			JmsHeaders::property);

	private JmsHeaders() {
	}

	static Optional<String> property(String header) {
		String name = header.replace("-", DASH);
		boolean identifier = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0))
				&& name.chars().allMatch(Character::isJavaIdentifierPart);
		return identifier ? Optional.of(name) : Optional.empty();
	}

	@Override
	public Iterable<String> keys(Message message) {
		return List.of();
	}

	@Override
	public @Nullable String get(@Nullable Message message, String key) {
		String name = NAMES.get(key).orElse(null);
		try {
			return (message != null && name != null && message.getObjectProperty(name) instanceof String text) ? text
					: null;
		}
		catch (JMSException | RuntimeException ex) {
			MessagingTelemetry.failed(ex);
			return null;
		}
	}

	@Override
	public void set(@Nullable Message message, String key, String value) {
		String name = NAMES.get(key).orElse(null);
		try {
			if (message != null && name != null) {
				message.setStringProperty(name, value);
			}
		}
		catch (JMSException | RuntimeException ex) {
			MessagingTelemetry.failed(ex);
		}
	}

}
