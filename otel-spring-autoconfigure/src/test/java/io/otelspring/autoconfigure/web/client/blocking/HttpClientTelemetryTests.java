// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.web.client.HttpClientTelemetry;
import io.otelspring.autoconfigure.web.client.Recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link HttpClientTelemetry}.
 */
class HttpClientTelemetryTests {

	private final CannedRequestFactory canned = new CannedRequestFactory();

	private Recorded recorded = new Recorded();

	@Test
	void describesTheRequestAndTheResponse() throws IOException {
		call("GET", "http://shop.example/orders/7?expand=items", "http://shop.example/orders/{id}?expand={e}");
		SpanData span = this.recorded.span();
		assertThat(span.getName()).isEqualTo("GET /orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.http.client");
		assertThat(attributes(span)).containsExactlyInAnyOrder("http.request.method=GET", "server.address=shop.example",
				"server.port=80", "url.full=http://shop.example/orders/7?expand=items", "url.scheme=http",
				"url.template=/orders/{id}", "http.response.status_code=200");
		assertThat(span.getAttributes().get(AttributeKey.longKey("server.port"))).isEqualTo(80L);
		assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code"))).isEqualTo(200L);
		assertThat(span.getEvents()).isEmpty();
		assertThat(span.hasEnded()).isTrue();
	}

	@Test
	void measuresWithTheStableAttributes() throws IOException {
		call("GET", "https://shop.example/orders/7", "/orders/{id}");
		HistogramPointData point = this.recorded.duration().getHistogramData().getPoints().iterator().next();
		assertThat(this.recorded.duration().getUnit()).isEqualTo("s");
		assertThat(point.getBoundaries()).containsExactly(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0,
				2.5, 5.0, 7.5, 10.0);
		assertThat(point.getCount()).isEqualTo(1);
		assertThat(point.getSum()).isBetween(0.0, 60.0);
		assertThat(strings(point.getAttributes().asMap())).containsExactlyInAnyOrder("http.request.method=GET",
				"server.address=shop.example", "server.port=443", "http.response.status_code=200");
		assertThat(point.getExemplars()).extracting((exemplar) -> exemplar.getSpanContext().getSpanId())
			.containsExactly(this.recorded.span().getSpanId());
	}

	@Test
	void withoutATemplateTheNameIsTheMethod() throws IOException {
		call("DELETE", "http://shop.example/orders/7", null);
		assertThat(this.recorded.span().getName()).isEqualTo("DELETE");
		assertThat(this.recorded.span().getAttributes().get(AttributeKey.stringKey("url.template"))).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 404, 499, 500, 503, 599 })
	void aStatusFrom400OnIsAnError(int status) throws IOException {
		this.canned.status = status;
		assertThat(call("GET", "http://shop.example/", null).getStatusCode().value()).isEqualTo(status);
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEmpty();
		assertThat(attributes(span)).contains("error.type=" + status, "http.response.status_code=" + status);
		assertThat(span.getEvents()).isEmpty();
		assertThat(metricAttributes()).contains("error.type=" + status, "http.response.status_code=" + status);
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 204, 301, 304, 399 })
	void aStatusBelow400IsNone(int status) throws IOException {
		this.canned.status = status;
		call("GET", "http://shop.example/", null);
		assertThat(this.recorded.span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(attributes(this.recorded.span())).noneMatch((attribute) -> attribute.startsWith("error.type"));
	}

	@Test
	void anExceptionIsRecordedOnceAndThrownOn() {
		ConnectException failure = new ConnectException("refused");
		this.canned.failure = failure;
		assertThatThrownBy(() -> call("GET", "http://shop.example/", null)).isSameAs(failure);
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(attributes(span)).contains("error.type=java.net.ConnectException")
			.noneMatch((attribute) -> attribute.startsWith("http.response"));
		assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("exception");
		assertThat(metricAttributes()).contains("error.type=java.net.ConnectException");
		assertThat(Recorded.noneIsCurrent()).isTrue();
	}

	@Test
	void anErrorIsRecordedToo() {
		this.canned.failure = new StackOverflowError();
		assertThatThrownBy(() -> call("GET", "http://shop.example/", null)).isSameAs(this.canned.failure);
		assertThat(attributes(this.recorded.span())).contains("error.type=java.lang.StackOverflowError");
	}

	@Test
	void anInterruptedCallIsNotAnError() {
		this.canned.failure = new IOException("interrupted", new InterruptedException());
		assertThatThrownBy(() -> call("GET", "http://shop.example/", null)).isSameAs(this.canned.failure);
		SpanData span = this.recorded.span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(metricAttributes()).noneMatch((attribute) -> attribute.startsWith("error.type"));
	}

	@Test
	void anUnreadableStatusIsAnErrorButNotOurs() throws IOException {
		this.canned.status = 7;
		assertThat(call("GET", "http://shop.example/", null)).isNotNull();
		assertThat(attributes(this.recorded.span())).contains("error.type=java.lang.IllegalArgumentException");
	}

	@Test
	void unknownMethodsAreNotNamed() throws IOException {
		call("PURGE", "http://shop.example/cache/7", "/cache/{id}");
		assertThat(this.recorded.span().getName()).isEqualTo("HTTP /cache/{id}");
		assertThat(attributes(this.recorded.span())).contains("http.request.method=_OTHER",
				"http.request.method_original=PURGE");
		assertThat(metricAttributes()).contains("http.request.method=_OTHER")
			.noneMatch((attribute) -> attribute.contains("PURGE"));
	}

	@Test
	void secretsInTheUrlAreMasked() throws IOException {
		HttpClientTracing tracing = new HttpClientTracing(
				this.recorded.telemetry(List.of(), List.of(), List.of("*"), "token"));
		request(tracing, "GET", "http://user:word@shop.example/a?sig=abc&X-Goog-Signature=d&token=e&page=2", null)
			.execute();
		assertThat(attributes(this.recorded.span())).contains(
				"url.full=http://REDACTED:REDACTED@shop.example/a?sig=REDACTED&X-Goog-Signature=REDACTED&token=REDACTED&page=2");
	}

	@Test
	void capturesTheHeadersThatWereAskedFor() throws IOException {
		HttpClientTracing tracing = new HttpClientTracing(
				this.recorded.telemetry(List.of("X-Tenant", "Authorization"), List.of("x-answer"), List.of("*")));
		ClientHttpRequest request = request(tracing, "GET", "http://shop.example/", null);
		request.getHeaders().add("X-Tenant", "north");
		request.getHeaders().add("X-Other", "other");
		request.getHeaders().add("Authorization", "secret");
		request.execute();
		SpanData span = this.recorded.span();
		assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("http.request.header.x-tenant")))
			.containsExactly("north");
		assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("http.response.header.x-answer")))
			.containsExactly("one", "two");
		assertThat(attributes(span)).noneMatch((attribute) -> attribute.contains("x-other"))
			.noneMatch((attribute) -> attribute.contains("cookie"))
			.noneMatch((attribute) -> attribute.contains("secret"));
	}

	@Test
	void sendsTraceHeadersAndBaggage() throws IOException {
		Span parent = this.recorded.tracer().spanBuilder("parent").startSpan();
		try (Scope scope = Context.current()
			.with(parent)
			.with(Baggage.builder().put("tenant", "north").build())
			.makeCurrent()) {
			call("GET", "http://shop.example/", null);
		}
		SpanData span = this.recorded.span();
		assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
		assertThat(this.canned.request().getHeaders().get("traceparent")).containsExactly(Recorded.traceparent(span));
		assertThat(this.canned.request().getHeaders().get("baggage")).containsExactly("tenant=north");
	}

	@Test
	void replacesTraceHeadersOfAnotherHand() throws IOException {
		ClientHttpRequest request = request(new HttpClientTracing(this.recorded.telemetry()), "GET",
				"http://shop.example/", null);
		request.getHeaders().add("traceparent", "00-11111111111111111111111111111111-2222222222222222-01");
		request.execute();
		assertThat(this.canned.request().getHeaders().get("traceparent"))
			.containsExactly(Recorded.traceparent(this.recorded.span()));
	}

	@Test
	void sendsNothingToHostsOutsideThePatterns() throws IOException {
		HttpClientTracing tracing = new HttpClientTracing(
				this.recorded.telemetry(List.of(), List.of(), List.of("*.internal")));
		try (Scope scope = Baggage.builder().put("tenant", "north").build().makeCurrent()) {
			request(tracing, "GET", "http://shop.example/", null).execute();
			assertThat(this.canned.request().getHeaders().isEmpty()).isTrue();
			request(tracing, "GET", "http://shop.internal/", null).execute();
			assertThat(this.canned.request().getHeaders().containsHeader("traceparent")).isTrue();
		}
		assertThat(this.recorded.spans()).hasSize(2);
	}

	@Test
	void theSpanIsCurrentWhileTheRequestIsSent() throws IOException {
		this.canned.onExecute = () -> {
			assertThat(Span.current().getSpanContext().isValid()).isTrue();
			return null;
		};
		call("GET", "http://shop.example/", null);
		assertThat(this.recorded.spans()).hasSize(1);
		assertThat(Recorded.noneIsCurrent()).isTrue();
	}

	@Test
	void belowAnUnsampledSpanOnlyTheDurationIsRecorded() throws IOException {
		this.recorded = new Recorded(Sampler.parentBased(Sampler.alwaysOff()));
		Span parent = this.recorded.tracer().spanBuilder("parent").startSpan();
		try (Scope scope = parent.makeCurrent()) {
			call("GET", "http://shop.example/", null);
		}
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.canned.request().getHeaders().getFirst("traceparent"))
			.matches("00-" + parent.getSpanContext().getTraceId() + "-[0-9a-f]{16}-0[02]");
		assertThat(this.recorded.duration().getHistogramData().getPoints()).hasSize(1);
	}

	@Test
	void aSamplerThatRecordsBelowAnUnsampledSpanGetsAllAttributes() throws IOException {
		this.recorded = new Recorded(Sampler.alwaysOn());
		Span unsampled = new Recorded(Sampler.alwaysOff()).tracer().spanBuilder("parent").startSpan();
		try (Scope scope = unsampled.makeCurrent()) {
			call("GET", "http://shop.example/orders/7", "/orders/{id}");
		}
		assertThat(attributes(this.recorded.span())).contains("http.request.method=GET", "server.address=shop.example",
				"server.port=80", "url.full=http://shop.example/orders/7", "url.template=/orders/{id}");
	}

	@Test
	void nothingIsRecordedInASuppressedContext() throws IOException {
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			call("GET", "http://shop.example/", null);
		}
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.recorded.metrics()).isEmpty();
		assertThat(this.canned.request().getHeaders().getFirst("traceparent")).endsWith("-00");
	}

	@Test
	void nothingIsRecordedOfAnExport() throws IOException {
		ExportThread.enter();
		try {
			call("POST", "http://collector.example/", null);
		}
		finally {
			ExportThread.exit();
		}
		assertThat(this.recorded.spans()).isEmpty();
		assertThat(this.recorded.metrics()).isEmpty();
		assertThat(this.canned.request().getHeaders().isEmpty()).isTrue();
	}

	@Test
	void tracingThatFailsDoesNotFailTheCall() throws IOException {
		this.recorded = new Recorded(new FailingSampler());
		assertThat(call("GET", "http://shop.example/", null).getStatusCode().value()).isEqualTo(200);
		assertThat(Recorded.noneIsCurrent()).isTrue();
	}

	@Test
	void manyServersAndStatusesAreNoTrouble() throws IOException {
		for (int i = 0; i < 3000; i++) {
			this.canned.status = 200 + i % 400;
			call("GET", "http://host" + i + "/", null);
		}
		assertThat(this.recorded.spans()).hasSize(3000);
	}

	private ClientHttpResponse call(String method, String url, @Nullable String template) throws IOException {
		return request(new HttpClientTracing(this.recorded.telemetry()), method, url, template).execute();
	}

	private ClientHttpRequest request(HttpClientTracing tracing, String method, String url, @Nullable String template)
			throws IOException {
		ClientHttpRequest request = tracing.trace(this.canned)
			.createRequest(URI.create(url), HttpMethod.valueOf(method));
		((TracedRequest) request).uriTemplate(template);
		return request;
	}

	private List<String> metricAttributes() {
		return strings(
				this.recorded.duration().getHistogramData().getPoints().iterator().next().getAttributes().asMap());
	}

	private static List<String> attributes(SpanData span) {
		return strings(span.getAttributes().asMap());
	}

	private static List<String> strings(Map<AttributeKey<?>, Object> attributes) {
		return attributes.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList();
	}

	private static final class FailingSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			throw new IllegalStateException("no");
		}

		@Override
		public String getDescription() {
			return "failing";
		}

	}

}
