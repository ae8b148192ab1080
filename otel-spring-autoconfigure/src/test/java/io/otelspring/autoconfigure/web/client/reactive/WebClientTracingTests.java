// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.reactive;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.ReactorContextKey;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is recorded of a {@code WebClient}'s calls.
 */
class WebClientTracingTests {

	private final CannedExchange canned = new CannedExchange();

	private final Recorded recorded = new Recorded();

	private final WebClientTracing tracing = new WebClientTracing(this.recorded.telemetry());

	@Test
	void describesTheRequestAndTheResponse() {
		call(client());
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("GET /shop/orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(attributes(span)).containsExactlyInAnyOrder("http.request.method=GET", "server.address=shop.example",
				"server.port=80", "url.full=http://shop.example/shop/orders/7", "url.scheme=http",
				"url.template=/shop/orders/{id}", "http.response.status_code=200");
		assertThat(this.recorded.duration().getHistogramData().getPoints()).singleElement()
			.satisfies((point) -> assertThat(strings(point.getAttributes().asMap())).containsExactlyInAnyOrder(
					"http.request.method=GET", "server.address=shop.example", "server.port=80",
					"http.response.status_code=200"));
	}

	@Test
	void sendsTheContextOfTheSpan() {
		call(client());
		SpanData span = this.recorded.span();
		assertThat(this.canned.last().headers().get("traceparent")).containsExactly(Recorded.traceparent(span));
		assertThat(this.canned.last().current().getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
		assertThat(this.canned.last().inReactorContext().getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
		assertThat(Recorded.noneIsCurrent()).isTrue();
	}

	@Test
	void replacesATraceHeaderOfTheApplication() {
		client().get().uri("/").header("Traceparent", "00-made-up-00").retrieve().toBodilessEntity().block();
		assertThat(this.canned.last().headers().get("traceparent"))
			.containsExactly(Recorded.traceparent(this.recorded.span()));
	}

	@Test
	void whatTheApplicationHoldsStaysAsItIs() {
		List<ClientRequest> seen = new ArrayList<>();
		List<ClientRequest> sent = new ArrayList<>();
		WebClient client = this.tracing.trace(WebClient.builder().exchangeFunction((request) -> {
			sent.add(request);
			return Mono.empty();
		}).filter((request, next) -> {
			seen.add(request);
			return next.exchange(request);
		}).build());
		client.get()
			.uri("http://shop.example/")
			.header("X-Tenant", "north")
			.exchangeToMono((response) -> Mono.empty())
			.onErrorComplete()
			.block();
		assertThat(seen.get(0).headers().headerNames()).containsExactly("X-Tenant");
		assertThat(sent.get(0).headers().headerNames()).containsExactlyInAnyOrder("X-Tenant", "traceparent");
		assertThat(ClientRequest.from(sent.get(0)).build().headers().getFirst("traceparent"))
			.isEqualTo(Recorded.traceparent(this.recorded.span()));
		assertThat(sent.get(0).attributes()).isSameAs(seen.get(0).attributes());
		assertThat(sent.get(0).logPrefix()).isEqualTo(seen.get(0).logPrefix());
		assertThat(sent.get(0).body()).isSameAs(seen.get(0).body());
		assertThat(sent.get(0).cookies()).isSameAs(seen.get(0).cookies());
		assertThat(sent.get(0).httpRequest()).isNull();
	}

	@Test
	void nothingIsSentBeforeTheSubscription() {
		Mono<?> call = client().get().uri("/orders/{id}", 7).retrieve().toBodilessEntity();
		assertThat(this.canned.sent).isEmpty();
		call.block();
		call.block();
		assertThat(this.recorded.spans()).hasSize(2).allMatch((span) -> resendCount(span) == null);
		assertThat(this.canned.sent.get(0).headers().getFirst("traceparent"))
			.isNotEqualTo(this.canned.sent.get(1).headers().getFirst("traceparent"));
	}

	@Test
	void subscriptionsThatFailForOneselfAreNoRetries() {
		this.canned.status(503, 503);
		Mono<?> call = client().get().uri("/orders/{id}", 7).retrieve().toBodilessEntity().onErrorComplete();
		call.block();
		call.block();
		call.block();
		assertThat(this.recorded.spans()).hasSize(3).allMatch((span) -> resendCount(span) == null);
	}

	@Test
	void eachAttemptOfARetryIsASpan() {
		this.canned.status(503).failure(new ConnectException("refused")).status(200);
		client().get().uri("/orders/{id}", 7).retrieve().toBodilessEntity().retry(2).block();
		assertRetried();
		assertThat(this.recorded.spans()).extracting((span) -> span.getStatus().getStatusCode())
			.containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
	}

	@Test
	void eachAttemptOfARetryOnOtherThreadsIsASpan() {
		this.canned.status(503, 503, 200);
		client().get()
			.uri("/orders/{id}", 7)
			.retrieve()
			.toBodilessEntity()
			.publishOn(Schedulers.parallel())
			.retryWhen(Retry.backoff(2, Duration.ofMillis(1)))
			.flatMap((response) -> Mono.just(response).subscribeOn(Schedulers.parallel()))
			.block();
		assertRetried();
	}

	@Test
	void eachAttemptOfAFilterIsASpan() {
		this.canned.status(503, 503, 200);
		WebClient client = client().mutate()
			.filter((request, next) -> next.exchange(request)
				.flatMap((response) -> response.statusCode().isError() ? response.createError() : Mono.just(response))
				.retry(2))
			.build();
		call(client);
		assertRetried();
	}

	@Test
	void anAttemptThatTookTooLongCounts() {
		this.canned.answers.add(Mono.never());
		AtomicBoolean again = new AtomicBoolean();
		client().get()
			.uri("/orders/{id}", 7)
			.retrieve()
			.toBodilessEntity()
			.timeout(Mono.defer(() -> again.getAndSet(true) ? Mono.<Long>never() : Mono.delay(Duration.ofMillis(30))))
			.retry(1)
			.block();
		assertThat(this.recorded.spans()).extracting(WebClientTracingTests::resendCount).containsExactly(null, 1L);
		assertCancelled(this.recorded.spans().get(0));
	}

	@Test
	void aCancelledCallIsNotAnError() {
		this.canned.answers.add(Mono.never());
		Disposable call = client().get().uri("/orders/{id}", 7).retrieve().toBodilessEntity().subscribe();
		assertThat(this.recorded.spans()).isEmpty();
		call.dispose();
		call.dispose();
		assertCancelled(this.recorded.span());
	}

	@Test
	void whatComesAfterTheResponseIsNoPartOfTheCall() {
		client().get()
			.uri("/orders/{id}", 7)
			.exchangeToMono((response) -> Mono.error(new IllegalStateException("not what I wanted")))
			.onErrorComplete()
			.block();
		assertThat(this.recorded.span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(this.recorded.span().getEvents()).isEmpty();
	}

	@Test
	void afterTheResponseTheCallerIsCurrent() {
		Span parent = this.recorded.tracer().spanBuilder("parent").startSpan();
		AtomicReference<Span> then = new AtomicReference<>();
		try (Scope scope = parent.makeCurrent()) {
			client().get().uri("/").exchangeToMono((response) -> {
				then.set(Span.current());
				return response.releaseBody();
			}).block();
		}
		assertThat(then.get()).isSameAs(parent);
	}

	@Test
	void afterAFailureTheCallerIsCurrent() {
		AtomicReference<Span> then = new AtomicReference<>();
		this.canned.failure(new ConnectException("refused"));
		client().get().uri("/").retrieve().toBodilessEntity().onErrorResume((failure) -> {
			then.set(Span.current());
			return Mono.empty();
		}).block();
		assertThat(then.get().getSpanContext().isValid()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 500, 599 })
	void aStatusFrom400OnIsAnError(int status) {
		this.canned.status(status);
		assertThatExceptionOfType(WebClientResponseException.class).isThrownBy(() -> call(client()));
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(attributes(span)).contains("error.type=" + status, "http.response.status_code=" + status);
		assertThat(span.getEvents()).isEmpty();
	}

	@Test
	void aFailureIsRecordedOnceAndUnwrapped() {
		ConnectException failure = new ConnectException("refused");
		this.canned.failure(failure);
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> call(client()))
			.havingCause()
			.isSameAs(failure);
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(attributes(span)).contains("error.type=java.net.ConnectException")
			.noneMatch((attribute) -> attribute.startsWith("http.response"));
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("exception");
	}

	@Test
	void anExchangeFunctionThatThrowsFailsTheCall() {
		IllegalStateException failure = new IllegalStateException("closed");
		WebClient client = this.tracing.trace(WebClient.builder().exchangeFunction((request) -> {
			throw failure;
		}).build());
		AtomicReference<Throwable> seen = new AtomicReference<>();
		client.get().uri("http://shop.example/").retrieve().toBodilessEntity().subscribe((response) -> {
		}, seen::set);
		assertThat(seen.get()).isSameAs(failure);
		assertThat(attributes(this.recorded.span())).contains("error.type=java.lang.IllegalStateException");
		assertThat(Recorded.noneIsCurrent()).isTrue();
	}

	@Test
	void aCallWithoutAResponseEnds() {
		WebClient client = this.tracing.trace(WebClient.builder().exchangeFunction((request) -> Mono.empty()).build());
		client.get().uri("http://shop.example/").retrieve().toBodilessEntity().onErrorComplete().block();
		assertThat(this.recorded.span().hasEnded()).isTrue();
	}

	@Test
	void theParentIsReactorsContextAndElseTheThreads() {
		Span ofReactor = this.recorded.tracer().spanBuilder("reactor").startSpan();
		Span ofThread = this.recorded.tracer().spanBuilder("thread").startSpan();
		Mono<?> call = client().get().uri("/").retrieve().toBodilessEntity();
		try (Scope scope = ofThread.makeCurrent()) {
			call.contextWrite((context) -> context.put(ReactorContextKey.VALUE, Context.root().with(ofReactor)))
				.block();
			call.block();
		}
		assertThat(this.recorded.spans()).extracting(SpanData::getParentSpanId)
			.containsExactly(ofReactor.getSpanContext().getSpanId(), ofThread.getSpanContext().getSpanId());
	}

	@Test
	void belowASuppressedSpanNothingIsRecorded() {
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			call(client());
		}
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.recorded.metrics()).isEmpty();
		assertThat(this.canned.last().headers().getFirst("traceparent")).endsWith("-00");
	}

	@Test
	void whatTakesTelemetryAwayIsNotRecorded() {
		ExportThread.wrap(() -> call(client())).run();
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.canned.last().headers().containsHeader("traceparent")).isFalse();
	}

	@Test
	void withoutAnSdkCallsGoThrough() {
		WebClientTracing early = new WebClientTracing(new TelemetrySource<>(() -> {
			throw new IllegalStateException("in creation");
		}));
		call(early.trace(builder().build()));
		assertThat(this.canned.sent).hasSize(1);
	}

	@Test
	void secretsAreMaskedAndHeadersCaptured() {
		WebClientTracing tracing = new WebClientTracing(this.recorded.telemetry(List.of("X-Tenant", "Authorization"),
				List.of("x-answer"), List.of("*"), "token"));
		this.canned.status(200);
		tracing.trace(builder().build())
			.get()
			.uri(URI.create("http://user:word@shop.example/a?token=hidden&page=2"))
			.header("X-Tenant", "north")
			.header("Authorization", "secret")
			.retrieve()
			.toBodilessEntity()
			.block();
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("GET");
		assertThat(attributes(span)).contains("http.request.header.x-tenant=[north]",
				"http.request.header.authorization=[REDACTED]", "http.response.header.x-answer=[one]",
				"url.full=http://REDACTED:REDACTED@shop.example/a?token=REDACTED&page=2");
	}

	@Test
	void traceHeadersGoOnlyWhereTheyMay() {
		WebClientTracing tracing = new WebClientTracing(
				this.recorded.telemetry(List.of(), List.of(), List.of("*.internal")));
		WebClient client = tracing.trace(builder().build());
		call(client);
		assertThat(this.canned.last().headers().containsHeader("traceparent")).isFalse();
		client.get().uri(URI.create("http://a.internal/")).retrieve().toBodilessEntity().block();
		assertThat(this.canned.last().headers().containsHeader("traceparent")).isTrue();
	}

	@Test
	void tracesOnceAndInsideAllFilters() {
		AtomicInteger filtered = new AtomicInteger();
		ExchangeFilterFunction twice = (request, next) -> {
			filtered.incrementAndGet();
			return next.exchange(ClientRequest.from(request).header("X-Filter", "a").build())
				.flatMap((response) -> response.releaseBody().then(next.exchange(request)));
		};
		WebClient.Builder builder = builder().filter(twice);
		assertThat(this.tracing.trace(builder)).isTrue();
		assertThat(this.tracing.trace(builder)).isFalse();
		builder.filter((request, next) -> next.exchange(request));
		WebClient client = builder.build();
		assertThat(this.tracing.trace(client)).isSameAs(client);
		call(client.mutate().filter(twice).build());
		assertThat(filtered).hasValue(3);
		assertThat(this.recorded.spans()).hasSize(4);
		assertThat(this.canned.sent).hasSize(4);
	}

	@Test
	void theApplicationsDefaultsStay() {
		WebClient client = this.tracing.trace(builder().defaultRequest((request) -> request.header("X-Default", "yes"))
			.defaultHeader("X-Tenant", "north")
			.build());
		call(client);
		assertThat(this.canned.last().headers().getFirst("X-Default")).isEqualTo("yes");
		assertThat(this.canned.last().headers().getFirst("X-Tenant")).isEqualTo("north");
	}

	private WebClient client() {
		return this.tracing.trace(builder().build());
	}

	private WebClient.Builder builder() {
		return WebClient.builder().clientConnector(this.canned).baseUrl("http://shop.example/shop");
	}

	private static void call(WebClient client) {
		client.get().uri("/orders/{id}", 7).retrieve().toBodilessEntity().block();
	}

	private void assertRetried() {
		assertThat(this.recorded.spanNames()).hasSize(3).containsOnly("GET /shop/orders/{id}");
		assertThat(this.recorded.spans()).extracting(WebClientTracingTests::resendCount).containsExactly(null, 1L, 2L);
	}

	private void assertCancelled(SpanData span) {
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(attributes(span)).noneMatch((attribute) -> attribute.startsWith("error.type"))
			.noneMatch((attribute) -> attribute.startsWith("http.response"));
		assertThat(span.hasEnded()).isTrue();
	}

	private static @Nullable Long resendCount(SpanData span) {
		return span.getAttributes().get(AttributeKey.longKey("http.request.resend_count"));
	}

	private static List<String> attributes(SpanData span) {
		return strings(span.getAttributes().asMap());
	}

	private static List<String> strings(Map<AttributeKey<?>, Object> attributes) {
		return attributes.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList();
	}

}
