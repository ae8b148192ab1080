// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.IOException;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.http.MappingMatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletMapping;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

import io.otelspring.autoconfigure.PropagationProperties;
import io.otelspring.autoconfigure.Suppression;
import io.otelspring.autoconfigure.redaction.RedactionProperties;
import io.otelspring.autoconfigure.web.HttpProperties;
import io.otelspring.autoconfigure.web.server.ActuatorPaths;
import io.otelspring.autoconfigure.web.server.HttpServerProperties;
import io.otelspring.autoconfigure.web.server.HttpServerSettings;
import io.otelspring.autoconfigure.web.server.HttpServerTelemetry;
import io.otelspring.autoconfigure.web.server.RequestExclusions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ServletServerFilter} without a container, which calls it in whatever
 * order they want.
 */
class ServletServerFilterTests {

	private final InMemorySpanExporter spans = InMemorySpanExporter.create();

	private final InMemoryMetricReader metrics = InMemoryMetricReader.create();

	private final RequestEndListener requestEnd = new RequestEndListener();

	private MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders/1");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ServletServerFilter filter = filter(ContextPropagators.noop());

	@Test
	void exceptionThatNoContainerHandlesIsAnErrorWithStatus500() {
		IOException failure = new IOException("failed");
		assertThatException().isThrownBy(() -> this.filter.doFilter(this.request, this.response, (req, res) -> {
			throw failure;
		})).isSameAs(failure);
		SpanData span = span();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("failed");
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(500);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.io.IOException");
	}

	@Test
	void aCallToTheServletOfGrpcIsLeftToItsInstrumentation() throws Exception {
		String[] classes = { "io.grpc.servlet.jakarta.GrpcServlet", "com.example.Servlet" };
		for (String servlet : classes) {
			this.spans.reset();
			grpcCall(servlet);
			this.filter.doFilter(this.request, this.response, (req, res) -> {
			});
			assertThat(this.spans.getFinishedSpanItems()).hasSize(servlet.equals(classes[0]) ? 0 : 1);
		}
	}

	@Test
	void contextIsCurrentDuringTheRequestAndNotAfterIt() throws Exception {
		this.filter.doFilter(this.request, this.response,
				(req, res) -> assertThat(Span.current().getSpanContext().isValid()).isTrue());
		assertThat(Context.current()).isSameAs(Context.root());
	}

	@Test
	void errorDispatchBelongsToTheSameSpanWhichEndsWithTheRequest() throws Exception {
		this.requestEnd.requestInitialized(event());
		String[] spanIds = new String[2];
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/orders/{id}");
		assertThatException().isThrownBy(() -> this.filter.doFilter(this.request, this.response, (req, res) -> {
			spanIds[0] = Span.current().getSpanContext().getSpanId();
			throw new ServletException(new IllegalStateException());
		}));
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
		this.response.setStatus(500);
		this.request.setDispatcherType(DispatcherType.ERROR);
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/error");
		this.filter.doFilter(this.request, this.response,
				(req, res) -> spanIds[1] = Span.current().getSpanContext().getSpanId());
		this.requestEnd.requestDestroyed(event());
		this.requestEnd.requestDestroyed(event());
		SpanData span = span();
		assertThat(spanIds).containsOnly(span.getSpanId());
		assertThat(span.getName()).isEqualTo("GET /orders/{id}");
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void asynchronousRequestEndsOnceWithItsCompletion() throws Exception {
		startAsync();
		MockAsyncContext async = (MockAsyncContext) this.request.getAsyncContext();
		ServletExchange exchange = ServletExchange.of(this.request);
		AsyncEvent event = new AsyncEvent(async);
		exchange.onTimeout(event);
		exchange.onError(new AsyncEvent(async, new IllegalStateException("late")));
		this.requestEnd.requestDestroyed(event());
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
		this.response.setStatus(503);
		exchange.onComplete(event);
		exchange.onComplete(event);
		SpanData span = span();
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(503);
		assertThat(span.getEvents()).hasSize(1);
		assertThat(activeRequests()).isZero();
	}

	@Test
	void asynchronousDispatchWithoutAContainerEndsTheRequest() throws Exception {
		startAsync();
		this.request.setAsyncStarted(false);
		this.request.setDispatcherType(DispatcherType.ASYNC);
		String[] spanId = new String[1];
		this.filter.doFilter(this.request, this.response,
				(req, res) -> spanId[0] = Span.current().getSpanContext().getSpanId());
		assertThat(span().getSpanId()).isEqualTo(spanId[0]);
	}

	@Test
	void processingThatIsStartedAgainIsFollowed() throws Exception {
		startAsync();
		MockAsyncContext again = new MockAsyncContext(this.request, this.response);
		ServletExchange exchange = ServletExchange.of(this.request);
		exchange.onStartAsync(new AsyncEvent(again));
		again.complete();
		assertThat(this.spans.getFinishedSpanItems()).hasSize(1);
	}

	@Test
	void propagatorThatFailsStartsANewTrace() throws Exception {
		ServletServerFilter filter = filter(ContextPropagators.create(new FailingPropagator()));
		filter.doFilter(this.request, this.response, (req, res) -> {
		});
		assertThat(span().getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void telemetryThatFailsLeavesTheRequestAlone() throws Exception {
		boolean[] called = new boolean[1];
		MockHttpServletRequest broken = new MockHttpServletRequest("GET", "/orders/1") {

			@Override
			public String getRequestURI() {
				throw new IllegalStateException("broken");
			}

		};
		this.filter.doFilter(broken, this.response, (req, res) -> called[0] = true);
		assertThat(called).containsExactly(true);
	}

	@Test
	void nothingIsRecordedInASuppressedContext() throws Exception {
		try (Scope scope = Suppression.suppress(Context.root()).makeCurrent()) {
			this.filter.doFilter(this.request, this.response, (req, res) -> {
			});
		}
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
		assertThat(this.metrics.collectAllMetrics()).isEmpty();
	}

	@Test
	void manyPathsMakeOneSeries() throws Exception {
		FilterChain notFound = (req, res) -> ((MockHttpServletResponse) res).setStatus(404);
		for (int i = 0; i < 100_000; i++) {
			MockHttpServletRequest request = new MockHttpServletRequest("GET", "/nowhere/" + i);
			request.setServletPath("/nowhere/" + i);
			this.filter.doFilter(request, new MockHttpServletResponse(), notFound);
			if (i % 1000 == 0) {
				this.spans.reset();
			}
		}
		assertThat(this.metrics.collectAllMetrics()).hasSize(2)
			.allSatisfy((metric) -> assertThat(metric.getData().getPoints()).hasSize(1));
	}

	private void startAsync() throws Exception {
		this.request.setAsyncSupported(true);
		this.filter.doFilter(this.request, this.response, (req, res) -> req.startAsync());
		assertThat(this.spans.getFinishedSpanItems()).isEmpty();
	}

	private SpanData span() {
		List<SpanData> spans = this.spans.getFinishedSpanItems();
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	private long activeRequests() {
		return this.metrics.collectAllMetrics()
			.stream()
			.filter((metric) -> metric.getName().equals("http.server.active_requests"))
			.map(MetricData::getLongSumData)
			.flatMap((data) -> data.getPoints().stream())
			.mapToLong((point) -> point.getValue())
			.sum();
	}

	private ServletRequestEvent event() {
		return new ServletRequestEvent(this.request.getServletContext(), this.request);
	}

	private void grpcCall(String servlet) {
		ServletRegistration registration = mock();
		given(registration.getClassName()).willReturn(servlet);
		ServletContext container = mock();
		given(container.getServletRegistration("servlet")).willReturn(registration);
		this.request = new MockHttpServletRequest(container, "POST", "/shop.Stock/Get");
		this.request.setContentType("application/grpc+proto");
		this.request
			.setHttpServletMapping(new MockHttpServletMapping("Get", "/shop.Stock/*", "servlet", MappingMatch.PATH));
	}

	private ServletServerFilter filter(ContextPropagators propagators) {
		OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
			.setTracerProvider(
					SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(this.spans)).build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.metrics).build())
			.setPropagators(propagators)
			.build();
		HttpServerSettings settings = new HttpServerSettings(new HttpProperties(List.of()),
				new HttpServerProperties(List.of(), List.of(), List.of(), false, false),
				new PropagationProperties(List.of("*"), true), new RedactionProperties(List.of(), List.of()));
		return new ServletServerFilter(new HttpServerTelemetry(openTelemetry, settings, List.of()),
				new RequestExclusions(List.of(), new DefaultListableBeanFactory().getBeanProvider(ActuatorPaths.class)),
				this.requestEnd, new GrpcServletRequests());
	}

	private static final class FailingPropagator implements TextMapPropagator {

		@Override
		public List<String> fields() {
			return List.of();
		}

		@Override
		public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		}

		@Override
		public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
			throw new IllegalStateException("malformed");
		}

	}

}
