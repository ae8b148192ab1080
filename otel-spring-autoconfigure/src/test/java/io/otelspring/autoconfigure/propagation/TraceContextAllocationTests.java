// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the headers of a request allocate, against the propagator that the SDK brings.
 */
class TraceContextAllocationTests {

	private static final int ROUNDS = 30;

	private static final int CALLS = 2_000;

	private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

	private static final String STATE = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE";

	private static final TextMapSetter<Object> NOWHERE = (carrier, name, value) -> {
	};

	@Test
	void neverMoreThanTheSdks(TestReporter reporter) {
		compare(reporter, "extract nothing", extracting(new FixedGetter(null, null)));
		compare(reporter, "extract traceparent", extracting(new FixedGetter(PARENT, null)));
		compare(reporter, "extract both", extracting(new FixedGetter(PARENT, STATE)));
		compare(reporter, "inject traceparent", injecting(null));
		compare(reporter, "inject both", injecting(STATE));
	}

	private static void compare(TestReporter reporter, String what, Use use) {
		long ours = measure(TraceContextPropagator.getInstance(), use);
		long sdk = measure(W3CTraceContextPropagator.getInstance(), use);
		reporter.publishEntry(what, "ours %d B, SDK %d B".formatted(ours, sdk));
		assertThat(ours).as(what).isLessThanOrEqualTo(sdk);
	}

	private static Use extracting(FixedGetter getter) {
		return (propagator) -> propagator.extract(Context.root(), getter, getter);
	}

	private static Use injecting(@Nullable String traceState) {
		FixedGetter getter = new FixedGetter(PARENT, traceState);
		return new Use() {

			private @Nullable Context context;

			@Override
			public void prepare(TextMapPropagator propagator) {
				SpanContext parent = Span.fromContext(propagator.extract(Context.root(), getter, getter))
					.getSpanContext();
				this.context = Context.root()
					.with(Span.wrap(SpanContext.create(parent.getTraceId(), "b7ad6b7169203332", TraceFlags.getSampled(),
							parent.getTraceState())));
			}

			@Override
			public Object run(TextMapPropagator propagator) {
				propagator.inject(this.context, "", NOWHERE);
				return "";
			}

		};
	}

	private static long measure(TextMapPropagator propagator, Use use) {
		use.prepare(propagator);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		Object[] results = new Object[CALLS];
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				results[i] = use.run(propagator);
			}
			least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
		}
		return least / CALLS;
	}

	@FunctionalInterface
	private interface Use {

		default void prepare(TextMapPropagator propagator) {
		}

		Object run(TextMapPropagator propagator);

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
