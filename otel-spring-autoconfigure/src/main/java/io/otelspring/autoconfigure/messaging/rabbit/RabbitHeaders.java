// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.rabbit;

import java.util.List;
import java.util.Map;

import com.rabbitmq.client.LongString;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a message for a propagator. A header that is no text is none.
 */
final class RabbitHeaders implements TextMapGetter<Map<String, @Nullable Object>> {

	static final RabbitHeaders READ = new RabbitHeaders();

	static final TextMapSetter<Map<String, @Nullable Object>> WRITE = (headers, key, value) -> {
		if (headers != null) {
			headers.put(key, value);
		}
	};

	private RabbitHeaders() {
	}

	@Override
	public Iterable<String> keys(Map<String, @Nullable Object> headers) {
		return (headers != null) ? headers.keySet() : List.of();
	}

	@Override
	public @Nullable String get(@Nullable Map<String, @Nullable Object> headers, String key) {
		Object value = (headers != null) ? headers.get(key) : null;
		return (value instanceof String || value instanceof LongString) ? value.toString() : null;
	}

}
