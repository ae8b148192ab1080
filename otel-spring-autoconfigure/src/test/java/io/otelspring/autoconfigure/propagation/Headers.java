// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * A carrier in which each header can be there several times.
 */
final class Headers {

	static final TextMapSetter<Headers> SETTER = (headers, name, value) -> headers.values.put(name,
			new ArrayList<>(List.of(value)));

	static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {

		@Override
		public Collection<String> keys(Headers headers) {
			return headers.values.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Headers headers, String name) {
			List<String> all = headers.all(name);
			return all.isEmpty() ? null : all.get(0);
		}

		@Override
		public Iterator<String> getAll(@Nullable Headers headers, String name) {
			return headers.all(name).iterator();
		}

	};

	private final Map<String, List<String>> values = new LinkedHashMap<>();

	Headers traceParent(String value) {
		return add("traceparent", value);
	}

	Headers traceState(String... values) {
		for (String value : values) {
			add("tracestate", value);
		}
		return this;
	}

	Headers add(String name, String value) {
		this.values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
		return this;
	}

	List<String> all(String name) {
		return this.values.getOrDefault(name, List.of());
	}

	SpanContext extract() {
		Context context = TraceContextPropagator.getInstance().extract(Context.root(), this, GETTER);
		return Span.fromContext(context).getSpanContext();
	}

	static Headers inject(SpanContext span) {
		Headers headers = new Headers();
		TraceContextPropagator.getInstance().inject(Context.root().with(Span.wrap(span)), headers, SETTER);
		return headers;
	}

}
