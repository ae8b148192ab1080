// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.Traced;
import io.otelspring.annotation.Untraced;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Untraced}.
 */
class UntracedMethodTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry(Sampler.alwaysOn());

	private final Inner inner = this.telemetry.advise(new Inner());

	private final Health health = this.telemetry.advise(new Health(this.telemetry, this.inner));

	@Test
	void nothingIsRecordedHereNorBelowWhateverTheSampler() {
		this.health.check();
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void callsCarryTheCallersTraceAndAreNotSampled() {
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			this.health.check();
			assertThat(Span.current()).isSameAs(caller);
		}
		SpanContext sent = caller.getSpanContext();
		assertThat(this.health.headers().get("traceparent"))
			.startsWith("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-")
			.satisfies((header) -> assertThat(Integer.parseInt(header.substring(53), 16) & 1).isZero());
	}

	@Test
	void withoutACallerTheReceiversAreToldToo() {
		this.health.check();
		assertThat(this.health.headers().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
			.doesNotContain("00000000000000000000000000000000");
	}

	@Test
	void metricsGoOnBelow() {
		this.health.check();
		assertThat(this.telemetry.counts("health.checks")).singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isOne());
		assertThat(this.telemetry.counts("inner.calls")).singleElement()
			.satisfies((point) -> assertThat(point.getValue()).isOne());
	}

	@Test
	void classLevelHoldsUnlessAMethodSaysOtherwise() {
		UntracedClass bean = this.telemetry.advise(new UntracedClass(this.inner));
		bean.quiet();
		assertThat(this.telemetry.spans()).isEmpty();
		bean.loud();
		assertThat(this.telemetry.spans()).extracting(SpanData::getName)
			.containsExactly("Inner.call", "UntracedClass.loud");
	}

	@Test
	void methodLevelWinsOverATracedClass() {
		TracedClass bean = this.telemetry.advise(new TracedClass());
		bean.quiet();
		bean.loud();
		assertThat(this.telemetry.span().getName()).isEqualTo("TracedClass.loud");
	}

	@Test
	void besideTracedItWinsAndThatIsReported() {
		Both bean = this.telemetry.advise(new Both());
		bean.call();
		assertThat(this.telemetry.spans()).isEmpty();
		assertThat(this.telemetry.ineffective()).singleElement()
			.satisfies((ineffective) -> assertThat(ineffective.annotation()).isEqualTo("@Traced"));
	}

	@Test
	void newTraceBelowIsNotStarted() {
		this.health.background();
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void reactiveResultsRunUntraced() {
		Mono<String> mono = this.health.reactive();
		assertThat(mono.block()).isEqualTo("inner");
		assertThat(mono.block()).isEqualTo("inner");
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void exceptionsAndStagesPassThrough() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		assertThat(this.health.stage(stage)).isSameAs(stage);
		assertThat(Span.current()).isSameAs(Span.getInvalid());
	}

	static class Health {

		private final RecordedTelemetry telemetry;

		private final Inner inner;

		private final Map<String, String> headers = new HashMap<>();

		Health(RecordedTelemetry telemetry, Inner inner) {
			this.telemetry = telemetry;
			this.inner = inner;
		}

		Map<String, String> headers() {
			return this.headers;
		}

		@Untraced
		@Counted("health.checks")
		void check() {
			this.inner.call();
			this.telemetry.sdk.getPropagators()
				.getTextMapPropagator()
				.inject(Context.current(), this.headers, Map::put);
		}

		@Untraced
		void background() {
			this.inner.background();
		}

		@Untraced
		Mono<String> reactive() {
			this.inner.call();
			return Mono.fromCallable(this.inner::call);
		}

		@Untraced
		CompletableFuture<String> stage(CompletableFuture<String> stage) {
			return stage;
		}

	}

	static class Inner {

		@Traced
		@Counted("inner.calls")
		String call() {
			return "inner";
		}

		@Traced(newTrace = true)
		void background() {
		}

	}

	@Untraced
	public static class UntracedClass {

		private final Inner inner;

		UntracedClass(Inner inner) {
			this.inner = inner;
		}

		public void quiet() {
			this.inner.call();
		}

		@Traced
		public void loud() {
			this.inner.call();
		}

	}

	@Traced
	public static class TracedClass {

		@Untraced
		public void quiet() {
		}

		public void loud() {
		}

	}

	static class Both {

		@Traced
		@Untraced
		void call() {
		}

	}

}
