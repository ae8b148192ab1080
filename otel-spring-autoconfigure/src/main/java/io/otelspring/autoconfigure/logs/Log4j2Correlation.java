// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.jspecify.annotations.Nullable;

/**
 * Adds the ids of the current span to the context data of each Log4j2 event, on the
 * thread of the logging statement. Log4j2 finds it as a service.
 */
public final class Log4j2Correlation implements ContextDataProvider {

	@Override
	public Map<String, String> supplyContextData() {
		LogRecordWriter writer = LogBridge.INSTANCE.current();
		if (writer == null) {
			return Map.of();
		}
		SpanContext span = Span.current().getSpanContext();
		return span.isValid()
				? Map.of(writer.ids().traceIdKey(), span.getTraceId(), writer.ids().spanIdKey(), span.getSpanId())
				: Map.of();
	}

	@Override
	public @Nullable Object getValue(@Nullable String key) {
		return (key != null) ? supplyContextData().get(key) : null;
	}

}
