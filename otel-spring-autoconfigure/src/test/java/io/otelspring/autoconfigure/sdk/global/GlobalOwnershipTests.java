// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GlobalOwnership}.
 */
class GlobalOwnershipTests {

	private final TestContext first = new TestContext();

	private final TestContext second = new TestContext();

	@BeforeEach
	void unsetGlobal() {
		GlobalOpenTelemetry.resetForTest();
	}

	@AfterEach
	void closeContexts() {
		this.first.close();
		this.second.close();
		GlobalOpenTelemetry.resetForTest();
	}

	@Test
	void servesNothingWithoutAContext() {
		assertThat(GlobalOwnership.register()).isTrue();
		Span span = GlobalOpenTelemetry.getTracer("library").spanBuilder("early").startSpan();
		assertThat(span.isRecording()).isFalse();
		assertThat(GlobalOpenTelemetry.getPropagators().getTextMapPropagator().fields()).isEmpty();
		assertThat(GlobalOwnership.foreign()).isNull();
	}

	@Test
	void registersOnce() {
		assertThat(GlobalOwnership.register()).isTrue();
		assertThat(GlobalOwnership.register()).isTrue();
		assertThat(GlobalOwnership.foreign()).isNull();
	}

	@Test
	void servesAContextOnceItIsOffered() {
		GlobalOwnership.register();
		Tracer tracer = GlobalOpenTelemetry.getTracer("library");
		tracer.spanBuilder("early").startSpan().end();
		this.first.start();
		tracer.spanBuilder("late").startSpan().end();
		assertThat(this.first.spanNames()).containsExactly("late");
	}

	@Test
	void handsOverInTheOrderOfOffers() {
		GlobalOwnership.register();
		Tracer tracer = GlobalOpenTelemetry.getTracer("library");
		try (TestContext third = new TestContext()) {
			this.first.start();
			this.second.start();
			third.start();
			tracer.spanBuilder("one").startSpan().end();
			assertThat(this.first.spanNames()).containsExactly("one");
			this.first.close();
			tracer.spanBuilder("two").startSpan().end();
			assertThat(this.second.spanNames()).containsExactly("two");
			this.second.close();
			tracer.spanBuilder("three").startSpan().end();
			assertThat(third.spanNames()).containsExactly("three");
		}
		assertThat(tracer.spanBuilder("none").startSpan().isRecording()).isFalse();
	}

	@Test
	void keepsTheOwnerWhenAnotherContextCloses() {
		GlobalOwnership.register();
		this.first.start();
		this.second.start();
		this.second.close();
		GlobalOpenTelemetry.getTracer("library").spanBuilder("one").startSpan().end();
		assertThat(this.first.spanNames()).containsExactly("one");
	}

	@Test
	void replacesWhatTheSameContextOfferedBefore() {
		GlobalOwnership.register();
		this.first.start();
		GlobalOwnership.offer(this.first, this.second.sdk);
		GlobalOpenTelemetry.getTracer("library").spanBuilder("one").startSpan().end();
		assertThat(this.second.spanNames()).containsExactly("one");
		GlobalOwnership.withdraw(this.first);
		assertThat(GlobalOpenTelemetry.getTracer("library").spanBuilder("two").startSpan().isRecording()).isFalse();
	}

	@Test
	void ignoresAContextWhoseTelemetryIsTheGlobal() {
		GlobalOwnership.register();
		GlobalOwnership.offer(this.first, GlobalOpenTelemetry.get());
		Span span = GlobalOpenTelemetry.getTracer("library").spanBuilder("one").startSpan();
		assertThat(span.isRecording()).isFalse();
		this.second.start();
		GlobalOpenTelemetry.getTracer("library").spanBuilder("two").startSpan().end();
		assertThat(this.second.spanNames()).containsExactly("two");
	}

	@Test
	void leavesTheGlobalToSomebodyElse() {
		ForeignOpenTelemetry other = new ForeignOpenTelemetry();
		GlobalOpenTelemetry.set(other);
		assertThat(GlobalOwnership.register()).isFalse();
		this.first.start();
		assertThat(GlobalOpenTelemetry.getPropagators()).isSameAs(other.getPropagators());
		assertThat(GlobalOwnership.foreign()).isEqualTo(new ForeignGlobal(ForeignOpenTelemetry.class.getName(),
				getClass().getName() + ".leavesTheGlobalToSomebodyElse", false));
	}

	@Test
	void tellsWhoAskedForTheGlobalTooEarly() {
		GlobalOpenTelemetry.getTracer("library");
		assertThat(GlobalOwnership.register()).isFalse();
		ForeignGlobal foreign = GlobalOwnership.foreign();
		assertThat(foreign).isNotNull();
		assertThat(foreign.noop()).isTrue();
		assertThat(foreign.setBy()).isEqualTo(getClass().getName() + ".tellsWhoAskedForTheGlobalTooEarly");
	}

	@Test
	void forgetsTheOtherOnceTheDelegateIsInPlace() {
		GlobalOpenTelemetry.set(new ForeignOpenTelemetry());
		GlobalOwnership.register();
		GlobalOpenTelemetry.resetForTest();
		assertThat(GlobalOwnership.register()).isTrue();
		assertThat(GlobalOwnership.foreign()).isNull();
	}

	@Test
	void propagatesAsTheOwnerDoes() {
		GlobalOwnership.register();
		TextMapPropagator propagator = GlobalOpenTelemetry.getPropagators().getTextMapPropagator();
		this.first.start();
		Span span = GlobalOpenTelemetry.getTracer("library").spanBuilder("one").startSpan();
		Map<String, String> headers = new HashMap<>();
		propagator.inject(Context.root().with(span), headers, Map::put);
		assertThat(headers.get("traceparent")).contains(span.getSpanContext().getTraceId());
		assertThat(propagator.fields()).contains("traceparent");
	}

	@Test
	void keepsTracersByScope() {
		GlobalOwnership.register();
		OpenTelemetry global = GlobalOpenTelemetry.get();
		Tracer tracer = global.getTracer("library", "1.0");
		assertThat(global.tracerBuilder("library").setInstrumentationVersion("1.0").build()).isSameAs(tracer);
		assertThat(global.getTracer("library")).isNotSameAs(tracer);
	}

	@Test
	void handsOnTheScope() {
		GlobalOwnership.register();
		this.first.start();
		GlobalOpenTelemetry.tracerBuilder("library")
			.setInstrumentationVersion("1.0")
			.setSchemaUrl("https://example.com/schema")
			.build()
			.spanBuilder("one")
			.startSpan()
			.end();
		assertThat(this.first.spans.getFinishedSpanItems()).singleElement().satisfies((span) -> {
			assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("library");
			assertThat(span.getInstrumentationScopeInfo().getVersion()).isEqualTo("1.0");
			assertThat(span.getInstrumentationScopeInfo().getSchemaUrl()).isEqualTo("https://example.com/schema");
		});
	}

	@Test
	void keepsNothingOfAClosedContext() throws InterruptedException {
		GlobalOwnership.register();
		LibraryTelemetry library = new LibraryTelemetry();
		WeakReference<?> closed = useInAContext(library);
		for (int attempt = 0; attempt < 100 && closed.get() != null; attempt++) {
			System.gc();
			Thread.sleep(20);
		}
		assertThat(closed.get()).isNull();
		this.first.start();
		library.use();
		assertThat(this.first.spanNames()).containsExactly("library");
	}

	private static WeakReference<?> useInAContext(LibraryTelemetry library) {
		try (TestContext context = new TestContext().start()) {
			library.use();
			context.metrics.collectAllMetrics();
			assertThat(context.spanNames()).containsExactly("library");
			return new WeakReference<>(context.sdk);
		}
	}

	private static final class ForeignOpenTelemetry implements OpenTelemetry {

		private final ContextPropagators propagators = ContextPropagators.create(TextMapPropagator.noop());

		@Override
		public TracerProvider getTracerProvider() {
			return TracerProvider.noop();
		}

		@Override
		public ContextPropagators getPropagators() {
			return this.propagators;
		}

	}

}
