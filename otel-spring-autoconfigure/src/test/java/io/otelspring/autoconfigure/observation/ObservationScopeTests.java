// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is current in the scopes of observations, and for the parents that
 * follow from it.
 */
class ObservationScopeTests {

	@RegisterExtension
	static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

	private final ObservationRegistry registry = Bridges.registry(telemetry.getOpenTelemetry(), SampleTables.QUEUE,
			SampleTables.IGNORED);

	private final Tracer tracer = telemetry.getOpenTelemetry().getTracer("test");

	@AfterEach
	void nothingIsLeftCurrent() {
		Context left = Context.current();
		Context.root().makeCurrent();
		assertThat(left).isSameAs(Context.root());
		assertThat(this.registry.getCurrentObservation()).isNull();
	}

	@Test
	void scopesNestAndSpansToo() {
		Observation outer = Observation.start("outer", this.registry);
		try (Observation.Scope outerScope = outer.openScope()) {
			Span manual = this.tracer.spanBuilder("manual").startSpan();
			try (Scope manualScope = manual.makeCurrent()) {
				Observation inner = Observation.start("inner", this.registry);
				inner.scoped(() -> {
				});
				inner.stop();
				assertThat(Span.current()).isSameAs(manual);
			}
			manual.end();
		}
		outer.stop();
		assertThat(parentOf("inner")).isEqualTo(span("manual").getSpanId());
		assertThat(parentOf("manual")).isEqualTo(span("outer").getSpanId());
	}

	@Test
	void severalThreadsHaveAScopeOfOneObservation() throws Exception {
		Observation observation = Observation.start("shared", this.registry);
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		CountDownLatch open = new CountDownLatch(threads);
		try {
			Callable<Boolean> task = () -> {
				try (Observation.Scope scope = observation.openScope()) {
					open.countDown();
					assertThat(open.await(1, TimeUnit.MINUTES)).isTrue();
					Observation.start("child", this.registry).stop();
				}
				return Context.current() == Context.root();
			};
			for (Future<Boolean> result : executor.invokeAll(Collections.nCopies(threads, task))) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}
		observation.stop();
		assertThat(telemetry.getSpans()).filteredOn((span) -> span.getName().equals("child"))
			.hasSize(threads)
			.allSatisfy((child) -> assertThat(child.getParentSpanId()).isEqualTo(span("shared").getSpanId()));
	}

	@Test
	void aScopeOfTheSameObservationMayBeOpenedAgain() {
		Observation observation = Observation.start("twice", this.registry);
		try (Observation.Scope first = observation.openScope()) {
			Context context = Context.current();
			try (Observation.Scope second = observation.openScope()) {
				assertThat(Context.current()).isSameAs(context);
			}
			assertThat(Context.current()).isSameAs(context);
		}
		observation.stop();
	}

	@Test
	void scopesThatAreClosedInTheWrongOrderLeaveNothing() {
		Observation first = Observation.start("first", this.registry);
		Observation second = Observation.start("second", this.registry);
		Observation.Scope firstScope = first.openScope();
		Observation.Scope secondScope = second.openScope();
		Context inner = Context.current();
		firstScope.close();
		assertThat(Context.current()).isSameAs(inner);
		secondScope.close();
		assertThat(Context.current()).isSameAs(Context.root());
		this.registry.setCurrentObservationScope(null);
	}

	@Test
	void aSpanThatWasLeftCurrentGoesWithTheScope() {
		Observation observation = Observation.start("observed", this.registry);
		Observation.Scope scope = observation.openScope();
		this.tracer.spanBuilder("forgotten").startSpan().makeCurrent();
		scope.close();
	}

	@Test
	void aScopeThatAnotherThreadClosesChangesNothingThere() throws Exception {
		Observation observation = Observation.start("observed", this.registry);
		Observation.Scope scope = observation.openScope();
		onAnotherThread(() -> {
			Span other = this.tracer.spanBuilder("other").startSpan();
			try (Scope otherScope = other.makeCurrent()) {
				scope.close();
				assertThat(Span.current()).isSameAs(other);
			}
			return null;
		});
		scope.close();
	}

	@Test
	void anObservationMayStopOnAnotherThread() throws Exception {
		Observation observation = Observation.start("travelling", this.registry);
		onAnotherThread(() -> {
			observation.scoped(() -> Observation.start("child", this.registry).stop());
			observation.stop();
			return null;
		});
		assertThat(parentOf("child")).isEqualTo(span("travelling").getSpanId());
	}

	@Test
	void theNullObservationMakesTheRootCurrent() {
		Observation outer = Observation.start("outer", this.registry);
		try (Observation.Scope scope = outer.openScope()) {
			Context context = Context.current();
			Observation none = new NullObservation(this.registry);
			try (Observation.Scope noScope = none.start().openScope()) {
				assertThat(Context.current()).isSameAs(Context.root());
				Observation.start("alone", this.registry).stop();
			}
			assertThat(Context.current()).isSameAs(context);
		}
		outer.stop();
		assertThat(span("alone").getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void theAccessorReopensAndClosesOnAnotherThread() throws Exception {
		ObservationThreadLocalAccessor accessor = new ObservationThreadLocalAccessor(this.registry);
		Observation observation = Observation.start("observed", this.registry);
		onAnotherThread(() -> {
			accessor.setValue(observation);
			Observation.start("child", this.registry).stop();
			accessor.restore();
			assertThat(Context.current()).isSameAs(Context.root());
			return null;
		});
		observation.stop();
		assertThat(parentOf("child")).isEqualTo(span("observed").getSpanId());
	}

	@Test
	void whatWasRestoredBeforeTheAccessorStays() throws Exception {
		ObservationThreadLocalAccessor accessor = new ObservationThreadLocalAccessor(this.registry);
		Observation observation = Observation.start("observed", this.registry);
		Context captured;
		Span manual;
		try (Observation.Scope scope = observation.openScope()) {
			manual = this.tracer.spanBuilder("manual").startSpan();
			captured = Context.current().with(manual);
		}
		onAnotherThread(() -> {
			try (Scope scope = captured.makeCurrent()) {
				accessor.setValue(observation);
				assertThat(Context.current()).isSameAs(captured);
				Observation.start("child", this.registry).stop();
				accessor.restore();
				assertThat(Context.current()).isSameAs(captured);
			}
			assertThat(Context.current()).isSameAs(Context.root());
			return null;
		});
		assertThat(parentOf("child")).isEqualTo(manual.getSpanContext().getSpanId());
	}

	@Test
	void whatIsRestoredAfterTheAccessorMayBeTakenBackInAnyOrder() throws Exception {
		ObservationThreadLocalAccessor accessor = new ObservationThreadLocalAccessor(this.registry);
		Observation observation = Observation.start("observed", this.registry);
		Context captured;
		try (Observation.Scope scope = observation.openScope()) {
			captured = Context.current().with(this.tracer.spanBuilder("manual").startSpan());
		}
		onAnotherThread(() -> {
			accessor.setValue(observation);
			Scope scope = captured.makeCurrent();
			accessor.restore();
			assertThat(Context.current()).isSameAs(Context.root());
			scope.close();
			assertThat(Context.current()).isSameAs(Context.root());
			return null;
		});
	}

	@Test
	void resetTakesBackEverythingOnTheThread() {
		Observation outer = Observation.start("outer", this.registry);
		Observation inner = Observation.start("inner", this.registry);
		Observation.Scope outerScope = outer.openScope();
		Observation.Scope innerScope = inner.openScope();
		innerScope.reset();
		assertThat(Context.current()).isSameAs(Context.root());
		innerScope.makeCurrent();
		assertThat(Span.fromContext(Context.current()).getSpanContext().getSpanId()).isNotEqualTo("0000000000000000");
		innerScope.close();
		outerScope.close();
	}

	@Test
	void theParentThatWasGivenCountsWithNothingCurrent() throws Exception {
		Observation parent = Observation.start("parent", this.registry);
		onAnotherThread(() -> {
			Observation.createNotStarted("child", this.registry).parentObservation(parent).start().stop();
			return null;
		});
		parent.stop();
		assertThat(parentOf("child")).isEqualTo(span("parent").getSpanId());
	}

	@Test
	void theParentThatWasGivenCountsBeforeAnUnrelatedSpan() {
		Observation parent = Observation.start("parent", this.registry);
		Span unrelated = this.tracer.spanBuilder("unrelated").startSpan();
		try (Scope scope = unrelated.makeCurrent()) {
			Observation.createNotStarted("child", this.registry).parentObservation(parent).start().stop();
		}
		parent.stop();
		assertThat(parentOf("child")).isEqualTo(span("parent").getSpanId());
	}

	@Test
	void aContextThatReplacedTheScopeCounts() {
		Observation outer = Observation.start("outer", this.registry);
		Span message = this.tracer.spanBuilder("message").setNoParent().startSpan();
		try (Observation.Scope scope = outer.openScope(); Scope received = Context.root().with(message).makeCurrent()) {
			Observation.start("child", this.registry).stop();
		}
		assertThat(parentOf("child")).isEqualTo(message.getSpanContext().getSpanId());
	}

	@Test
	void anIgnoredObservationCarriesItsParentToAnotherThread() throws Exception {
		Span outer = this.tracer.spanBuilder("outer").startSpan();
		Observation ignored;
		try (Scope scope = outer.makeCurrent()) {
			ignored = Observation.start("noise.x", this.registry);
		}
		onAnotherThread(() -> {
			ignored.scoped(() -> Observation.start("child", this.registry).stop());
			assertThat(Context.current()).isSameAs(Context.root());
			return null;
		});
		assertThat(parentOf("child")).isEqualTo(outer.getSpanContext().getSpanId());
	}

	@Test
	void anObservationThatAPredicateRefusedLeavesTheCurrentParent() {
		this.registry.observationConfig().observationPredicate((name, context) -> !name.equals("refused"));
		Observation outer = Observation.start("outer", this.registry);
		outer.scoped(() -> Observation.createNotStarted("refused", this.registry)
			.observe(() -> Observation.start("child", this.registry).stop()));
		outer.stop();
		assertThat(parentOf("child")).isEqualTo(span("outer").getSpanId());
	}

	private String parentOf(String name) {
		return span(name).getParentSpanId();
	}

	private SpanData span(String name) {
		return telemetry.getSpans()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No span " + name));
	}

	private static void onAnotherThread(Callable<Void> task) throws Exception {
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			executor.submit(task).get(1, TimeUnit.MINUTES);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
