// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The MDC of a log event with the ids of a span, which hide entries of the same name. It
 * is copied only where somebody goes through all entries.
 */
final class CorrelatedMdc extends AbstractMap<String, String> implements Serializable {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> original;

	private final transient LoggingProperties.Mdc names;

	private final transient SpanContext span;

	private transient @Nullable Map<String, String> all;

	CorrelatedMdc(Map<String, String> original, LoggingProperties.Mdc names, SpanContext span) {
		this.original = original;
		this.names = names;
		this.span = span;
	}

	Map<String, String> original() {
		return this.original;
	}

	@Override
	public @Nullable String get(@Nullable Object key) {
		if (this.names.traceIdKey().equals(key)) {
			return this.span.getTraceId();
		}
		if (this.names.spanIdKey().equals(key)) {
			return this.span.getSpanId();
		}
		return this.original.get(key);
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return this.names.traceIdKey().equals(key) || this.names.spanIdKey().equals(key)
				|| this.original.containsKey(key);
	}

	@Override
	public boolean isEmpty() {
		return false;
	}

	@Override
	public Set<Entry<String, String>> entrySet() {
		return all().entrySet();
	}

	private Map<String, String> all() {
		Map<String, String> all = this.all;
		if (all == null) {
			Map<String, String> copy = new LinkedHashMap<>(this.original);
			copy.put(this.names.traceIdKey(), this.span.getTraceId());
			copy.put(this.names.spanIdKey(), this.span.getSpanId());
			all = Collections.unmodifiableMap(copy);
			this.all = all;
		}
		return all;
	}

	/**
	 * Logback's receivers of serialised events accept the JDK's maps only.
	 * @return a map of the JDK with the same entries
	 */
	@Serial
	private Object writeReplace() {
		return all();
	}

}
