// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;
import io.otelspring.autoconfigure.ReactorContextKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for annotated methods that return types of Reactor.
 */
class ReactiveMethodTests {

	private final RecordedTelemetry telemetry = new RecordedTelemetry();

	private final Bean bean = this.telemetry.advise(new Bean());

	@Test
	void bodyRunsAtTheCallAndTheSpanStartsAtTheSubscription() {
		AtomicInteger calls = new AtomicInteger();
		Mono<String> mono = this.bean.mono(Mono.fromCallable(() -> "value " + calls.incrementAndGet()));
		assertThat(this.bean.assembled()).isOne();
		assertThat(this.telemetry.spans()).isEmpty();
		assertThat(mono.block()).isEqualTo("value 1");
		assertThat(this.telemetry.span().getName()).isEqualTo("Bean.mono");
		assertThat(this.telemetry.span().getAttributes().get(AttributeKey.stringKey("result"))).isEqualTo("value 1");
		mono.block();
		assertThat(this.telemetry.spans()).hasSize(2);
		assertThat(this.bean.assembled()).isOne();
	}

	@Test
	void resultThatIsNeverSubscribedHasNoSpan() {
		this.bean.mono(Mono.just("x"));
		this.bean.flux(Flux.just("x"));
		assertThat(this.telemetry.spans()).isEmpty();
	}

	@Test
	void eachRetryIsASpan() {
		AtomicInteger calls = new AtomicInteger();
		Mono<String> mono = this.bean.mono(Mono.fromCallable(() -> {
			if (calls.incrementAndGet() < 3) {
				throw new IOException("try again");
			}
			return "done";
		}));
		assertThat(mono.retry(2).block()).isEqualTo("done");
		assertThat(this.telemetry.spans()).extracting((span) -> span.getStatus().getStatusCode())
			.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
		assertThat(this.telemetry.spans()).extracting((span) -> span.getEvents().size()).containsExactly(1, 1, 0);
		assertThat(this.telemetry.counts("monos")).extracting((point) -> point.getValue())
			.containsExactlyInAnyOrder(2L, 1L);
	}

	@Test
	void errorSignalIsAnError() {
		IOException failure = new IOException("x");
		assertThatThrownBy(() -> this.bean.mono(Mono.error(failure)).block()).hasCause(failure);
		SpanData span = this.telemetry.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.io.IOException");
	}

	@Test
	void emptyMonoEndsTheSpan() {
		assertThat(this.bean.mono(Mono.empty()).block()).isNull();
		assertThat(this.telemetry.spans()).hasSize(1);
	}

	@Test
	void cancelledSubscriptionEndsWithoutError() {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		List<String> received = new ArrayList<>();
		Disposable subscription = this.bean.flux(sink.asFlux()).subscribe(received::add);
		sink.tryEmitNext("a");
		assertThat(this.telemetry.spans()).isEmpty();
		subscription.dispose();
		assertThat(received).containsExactly("a");
		SpanData span = this.telemetry.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void takeAndTimeoutEndTheSpanOnce() {
		assertThat(this.bean.flux(Flux.just("a", "b", "c")).take(1).collectList().block()).containsExactly("a");
		assertThat(this.telemetry.spans()).hasSize(1);
		assertThatThrownBy(() -> this.bean.mono(Mono.never()).timeout(Duration.ofMillis(1)).block()).isNotNull();
		assertThat(this.telemetry.spans()).hasSize(2)
			.allSatisfy((span) -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
	}

	@Test
	void spanIsCurrentInTheSourceAndNotBehindIt() {
		AtomicReference<Span> source = new AtomicReference<>();
		AtomicReference<Span> behind = new AtomicReference<>();
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			this.bean.flux(Flux.range(1, 2).map((i) -> {
				source.set(Span.current());
				return "x" + i;
			})).map((text) -> {
				behind.set(Span.current());
				return text;
			}).blockLast();
			assertThat(Span.current()).isSameAs(caller);
		}
		assertThat(source.get().getSpanContext().getSpanId()).isEqualTo(this.telemetry.span().getSpanId());
		assertThat(behind.get()).isSameAs(caller);
		assertThat(this.telemetry.span().getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void nestedResultIsAChildAndAFollowingOneASibling() {
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			this.bean.mono(Mono.defer(() -> this.bean.inner("nested")))
				.flatMap((value) -> this.bean.inner("following"))
				.block();
		}
		SpanData outer = this.telemetry.span("Bean.mono");
		List<SpanData> inner = this.telemetry.spans()
			.stream()
			.filter((span) -> span.getName().equals("Bean.inner"))
			.toList();
		assertThat(inner).hasSize(2);
		assertThat(inner.get(0).getParentSpanId()).isEqualTo(outer.getSpanId());
		assertThat(inner.get(1).getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void spanOfAMonoEndsBeforeItsValueIsUsed() {
		String seen = this.bean.inner("x").map((value) -> value + this.telemetry.spans().size()).block();
		assertThat(seen).isEqualTo("x1");
	}

	@Test
	void contextIsHandedUpThroughOtherThreads() {
		Scheduler scheduler = Schedulers.newSingle("other");
		try {
			this.bean.mono(Mono.defer(() -> this.bean.inner("nested")).subscribeOn(scheduler)).block();
		}
		finally {
			scheduler.dispose();
		}
		assertThat(this.telemetry.span("Bean.inner").getParentSpanId())
			.isEqualTo(this.telemetry.span("Bean.mono").getSpanId());
	}

	@Test
	void subscriptionOnAnotherThreadStillBelongsToTheCaller() {
		Scheduler scheduler = Schedulers.newSingle("other");
		Span caller = this.telemetry.startCaller();
		try (Scope scope = caller.makeCurrent()) {
			this.bean.inner("x").subscribeOn(scheduler).block();
		}
		finally {
			scheduler.dispose();
		}
		assertThat(this.telemetry.span().getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void contextOfTheSubscriberWinsOverTheThread() {
		Span caller = this.telemetry.startCaller();
		Span thread = this.telemetry.startCaller();
		try (Scope scope = thread.makeCurrent()) {
			this.bean.inner("x")
				.contextWrite((context) -> context.put(ReactorContextKey.VALUE, Context.root().with(caller)))
				.block();
		}
		assertThat(this.telemetry.span().getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
	}

	@Test
	void callOfAReactiveMethodThatThrowsIsRecorded() {
		assertThatThrownBy(() -> this.bean.broken()).isInstanceOf(IllegalStateException.class);
		assertThat(this.telemetry.span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(this.telemetry.span().getEvents()).hasSize(1);
	}

	@Test
	void nullInsteadOfAResultEndsTheSpan() {
		assertThat(this.bean.mono(null)).isNull();
		assertThat(this.telemetry.spans()).hasSize(1);
	}

	@Test
	void declaredPublisherAndFlowPublisherAreFollowed() {
		Flux.from(this.bean.publisher(Mono.just("a"))).blockLast();
		JdkFlowAdapter.flowPublisherToFlux(this.bean.flow(JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "b"))))
			.blockLast();
		assertThat(this.telemetry.spans()).extracting(SpanData::getName).containsExactly("Bean.publisher", "Bean.flow");
	}

	@Test
	void resultDeclaredAsObjectIsFollowedFromTheCall() {
		Object result = this.bean.object(Mono.just("a"));
		assertThat(this.telemetry.spans()).isEmpty();
		((Mono<?>) result).block();
		((Mono<?>) result).block();
		assertThat(this.telemetry.spans()).hasSize(2);
	}

	@Test
	void resultThatCannotBeReplacedEndsAtTheReturnAndIsReported() {
		ConnectableFlux<String> source = Flux.just("a").publish();
		assertThat(this.bean.connectable(source)).isSameAs(source);
		assertThat(this.telemetry.span().getName()).isEqualTo("Bean.connectable");
		assertThat(this.telemetry.ineffective()).singleElement()
			.satisfies((ineffective) -> assertThat(ineffective.reason()).contains("ConnectableFlux"));
	}

	@Test
	void elementsBackpressureAndOrderAreUnchanged() {
		List<String> requests = new ArrayList<>();
		Flux<String> source = Flux.range(0, 10).map(String::valueOf).doOnRequest((n) -> requests.add("request " + n));
		assertThat(this.bean.flux(source).limitRate(4).collectList().block()).hasSize(10).startsWith("0").endsWith("9");
		assertThat(requests).startsWith("request 4").hasSizeGreaterThan(2);
	}

	static class Bean {

		private int assembled;

		int assembled() {
			return this.assembled;
		}

		@Traced
		@Counted("monos")
		@SpanAttribute("result")
		Mono<String> mono(Mono<String> source) {
			this.assembled++;
			return source;
		}

		@Traced
		Flux<String> flux(Flux<String> source) {
			return source;
		}

		@Traced
		Mono<String> inner(String value) {
			return Mono.fromCallable(() -> value);
		}

		@Traced
		Mono<String> broken() {
			throw new IllegalStateException("at the call");
		}

		@Traced
		Publisher<String> publisher(Publisher<String> source) {
			return source;
		}

		@Traced
		Flow.Publisher<String> flow(Flow.Publisher<String> source) {
			return source;
		}

		@Traced
		Object object(Object result) {
			return result;
		}

		@Traced
		ConnectableFlux<String> connectable(ConnectableFlux<String> source) {
			return source;
		}

	}

}
