// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.logs;

import java.util.Deque;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/**
 * Adds the ids of the current span when a log event asks for its MDC. That is on the
 * thread of the logging statement, also where an asynchronous appender takes the event
 * over, and costs nothing where nobody asks. Application code calls the adapter behind
 * this one.
 */
final class LogbackMdcAdapter extends LogbackMDCAdapter {

	private final MDCAdapter delegate;

	LogbackMdcAdapter(MDCAdapter delegate) {
		this.delegate = delegate;
	}

	MDCAdapter delegate() {
		return this.delegate;
	}

	@Override
	public @Nullable Map<String, String> getPropertyMap() {
		Map<String, String> mdc = (this.delegate instanceof LogbackMDCAdapter logback) ? logback.getPropertyMap()
				: this.delegate.getCopyOfContextMap();
		LogRecordWriter writer = LogBridge.INSTANCE.current();
		if (writer == null) {
			return mdc;
		}
		SpanContext span = Span.current().getSpanContext();
		return span.isValid() ? new CorrelatedMdc((mdc != null) ? mdc : Map.of(), writer.ids(), span) : mdc;
	}

	@Override
	public void put(String key, String value) {
		this.delegate.put(key, value);
	}

	@Override
	public String get(String key) {
		return this.delegate.get(key);
	}

	@Override
	public void remove(String key) {
		this.delegate.remove(key);
	}

	@Override
	public void clear() {
		this.delegate.clear();
	}

	@Override
	public Map<String, String> getCopyOfContextMap() {
		return this.delegate.getCopyOfContextMap();
	}

	@Override
	public @Nullable Set<String> getKeys() {
		Map<String, String> mdc = this.delegate.getCopyOfContextMap();
		return (mdc != null) ? mdc.keySet() : null;
	}

	@Override
	@SuppressWarnings({ "rawtypes", "unchecked" })
	public void setContextMap(Map contextMap) {
		this.delegate.setContextMap(contextMap);
	}

	@Override
	public void pushByKey(String key, String value) {
		this.delegate.pushByKey(key, value);
	}

	@Override
	public String popByKey(String key) {
		return this.delegate.popByKey(key);
	}

	@Override
	public Deque<String> getCopyOfDequeByKey(String key) {
		return this.delegate.getCopyOfDequeByKey(key);
	}

	@Override
	public void clearDequeByKey(String key) {
		this.delegate.clearDequeByKey(key);
	}

}
