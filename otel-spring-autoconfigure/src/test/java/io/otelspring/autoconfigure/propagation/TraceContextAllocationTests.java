// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the headers of a request allocate, against the propagator that the SDK brings.
 */
@Tag("allocation")
class TraceContextAllocationTests {

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String STATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

	private static final TextMapSetter<Object> NOWHERE = (carrier, name, value) -> {
	};

	private @Nullable Object result;

	@Test
	void neverMoreThanTheSdks() {
		compare("extract nothing", extracting(new FixedGetter(null, null)));
		compare("extract traceparent", extracting(new FixedGetter(PARENT, null)));
		compare("extract both", extracting(new FixedGetter(PARENT, STATE)));
		compare("inject traceparent", injecting(null));
		compare("inject both", injecting(STATE));
	}

	private void compare(String what, Function<TextMapPropagator, Supplier<Object>> use) {
		Supplier<Object> ourUse = use.apply(TraceContextPropagator.getInstance());
		Supplier<Object> theirUse = use.apply(W3CTraceContextPropagator.getInstance());
		AllocatedBytes ours = AllocatedBytes.of(what + ": ours", () -> this.result = ourUse.get());
		AllocatedBytes theirs = AllocatedBytes.of("the SDK's", () -> this.result = theirUse.get());
		AllocatedBytes.measure(() -> assertThat(ours.perCall()).as(what).isLessThanOrEqualTo(theirs.perCall()), ours,
				theirs);
	}

	private static Function<TextMapPropagator, Supplier<Object>> extracting(FixedGetter getter) {
		return (propagator) -> () -> propagator.extract(Context.root(), getter, getter);
	}

	private static Function<TextMapPropagator, Supplier<Object>> injecting(@Nullable String traceState) {
		FixedGetter getter = new FixedGetter(PARENT, traceState);
		return (propagator) -> {
			SpanContext parent = Span.fromContext(propagator.extract(Context.root(), getter, getter)).getSpanContext();
			Context context = Context.root()
				.with(Span.wrap(SpanContext.create(parent.getTraceId(), "b7ad6b7169203332", TraceFlags.getSampled(),
						parent.getTraceState())));
			return () -> {
				propagator.inject(context, "", NOWHERE);
				return "";
			};
		};
	}

	private record FixedGetter(@Nullable String traceParent,
			@Nullable String traceState) implements TextMapGetter<FixedGetter> {

		@Override
		public Iterable<String> keys(FixedGetter carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable FixedGetter carrier, String name) {
			return switch (name) {
				case "traceparent" -> this.traceParent;
				case "tracestate" -> this.traceState;
				default -> null;
			};
		}

	}

}
