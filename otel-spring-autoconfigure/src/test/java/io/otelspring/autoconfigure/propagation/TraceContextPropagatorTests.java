// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TraceContextPropagator}.
 */
class TraceContextPropagatorTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private static final String PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	private final TraceContextPropagator propagator = TraceContextPropagator.getInstance();

	@Test
	void namesItsHeadersInLowerCase() {
		assertThat(this.propagator.fields()).containsExactly("traceparent", "tracestate");
	}

	@Test
	void repeatedTraceParentIsRefusedEvenIfItIsTheSame() {
		assertThat(new Headers().traceParent(PARENT).traceParent(PARENT).extract().isValid()).isFalse();
		assertThat(new Headers().traceParent(PARENT).traceParent("").extract().isValid()).isFalse();
		assertThat(new Headers().traceParent("").traceParent(PARENT).extract().isValid()).isFalse();
		assertThat(new Headers().traceParent("cc" + PARENT.substring(2))
			.traceParent(PARENT)
			.traceState("a=1")
			.extract()
			.isValid()).isFalse();
	}

	@Test
	void contextStaysTheSameWithoutAParent() {
		Context context = Context.root().with(Span.wrap(span(TraceState.getDefault())));
		assertThat(this.propagator.extract(context, new Headers(), Headers.GETTER)).isSameAs(context);
		assertThat(this.propagator.extract(context, new Headers().traceParent("x"), Headers.GETTER)).isSameAs(context);
	}

	@Test
	void getterIsAskedForAllValuesOnlyIfThereIsOne() {
		List<String> asked = new ArrayList<>();
		TextMapGetter<Map<String, String>> getter = new MapGetter() {

			@Override
			public Iterator<String> getAll(@Nullable Map<String, String> headers, String name) {
				asked.add(name);
				return super.getAll(headers, name);
			}

		};
		this.propagator.extract(Context.root(), Map.of(), getter);
		this.propagator.extract(Context.root(), Map.of("tracestate", "a=1"), getter);
		this.propagator.extract(Context.root(), Map.of("traceparent", "x", "tracestate", "a=1"), getter);
		assertThat(asked).isEmpty();
		this.propagator.extract(Context.root(), Map.of("traceparent", PARENT), getter);
		assertThat(asked).containsExactly("traceparent");
	}

	@Test
	void getterThatKnowsOnlyTheFirstValueIsEnough() {
		Context context = this.propagator.extract(Context.root(), Map.of("traceparent", PARENT, "tracestate", "a=1"),
				new MapGetter());
		SpanContext span = Span.fromContext(context).getSpanContext();
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getTraceState().get("a")).isEqualTo("1");
	}

	@Test
	void getterThatHasNoAnswerForAllValuesIsEnough() {
		TextMapGetter<Map<String, String>> getter = new MapGetter() {

			@Override
			public Iterator<String> getAll(@Nullable Map<String, String> headers, String name) {
				return Collections.emptyIterator();
			}

		};
		Context context = this.propagator.extract(Context.root(), Map.of("traceparent", PARENT, "tracestate", "a=1"),
				getter);
		assertThat(Span.fromContext(context).getSpanContext().getTraceState().get("a")).isEqualTo("1");
	}

	@Test
	void namesAreAsTheCarrierComparesThem() {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(Map.of("TraceParent", PARENT, "TRACESTATE", "a=1"));
		Context context = this.propagator.extract(Context.root(), headers, new MapGetter());
		assertThat(Span.fromContext(context).getSpanContext().getTraceState().get("a")).isEqualTo("1");
		headers = Map.of("trace-parent", PARENT, "trace.parent", PARENT);
		assertThat(this.propagator.extract(Context.root(), headers, new MapGetter())).isSameAs(Context.root());
	}

	@Test
	void nothingIsSentWithoutIds() {
		Headers headers = new Headers();
		this.propagator.inject(Context.root(), headers, Headers.SETTER);
		assertThat(headers.all("traceparent")).isEmpty();
		assertThat(Headers.inject(SpanContext.getInvalid()).all("traceparent")).isEmpty();
	}

	@Test
	void traceStateOfTheApiIsSentAsOneHeaderInItsOrder() {
		TraceState state = TraceState.builder().put("c", "3").put("b", "2").put("a", "1").build();
		Headers headers = Headers.inject(span(state));
		assertThat(headers.all("traceparent")).containsExactly(PARENT);
		assertThat(headers.all("tracestate")).containsExactly("a=1,b=2,c=3");
		assertThat(Headers.inject(span(TraceState.getDefault())).all("tracestate")).isEmpty();
	}

	@Test
	void traceStateIsHandedOnInOneHeader() {
		SpanContext span = new Headers().traceParent(PARENT).traceState("a=1, b=2", "", "0c=3").extract();
		assertThat(Headers.inject(span).all("tracestate")).containsExactly("a=1,b=2,0c=3");
	}

	@Test
	void missingArgumentsAreHarmless() {
		Context context = Context.root().with(Span.wrap(span(TraceState.getDefault())));
		this.propagator.inject(null, new Headers(), Headers.SETTER);
		this.propagator.inject(context, new Headers(), null);
		assertThat(this.propagator.extract(null, new Headers(), Headers.GETTER)).isSameAs(Context.root());
		assertThat(this.propagator.extract(context, new Headers(), null)).isSameAs(context);
		assertThat(this.propagator.extract(context, null, new MapGetter())).isSameAs(context);
	}

	private static SpanContext span(TraceState state) {
		return SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), state);
	}

	private static class MapGetter implements TextMapGetter<Map<String, String>> {

		@Override
		public Iterable<String> keys(Map<String, String> headers) {
			return headers.keySet();
		}

		@Override
		public @Nullable String get(@Nullable Map<String, String> headers, String name) {
			return (headers != null) ? headers.get(name) : null;
		}

	}

}
