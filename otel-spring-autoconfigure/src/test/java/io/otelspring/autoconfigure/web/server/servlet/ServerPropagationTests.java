// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import io.otelspring.autoconfigure.LocalSampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The caller's context in a started application, and the answer to it.
 */
class ServerPropagationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	private final RunningServer server = RunningServer.shared();

	@Test
	void remoteParentAndTraceStateAreHonoured() {
		this.server.get("/orders/1", "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-01", "tracestate: vendor=x");
		SpanData span = this.server.serverSpan();
		assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
		assertThat(span.getParentSpanId()).isEqualTo(SPAN_ID);
		assertThat(span.getParentSpanContext().isRemote()).isTrue();
		assertThat(span.getSpanContext().getTraceState().get("vendor")).isEqualTo("x");
	}

	@Test
	void unsampledParentMakesNoSpanButAMeasurement() {
		String body = this.server
			.get("/current", "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-00", "baggage: tenant=acme")
			.body();
		assertThat(body).startsWith(TRACE_ID).endsWith("false acme");
		assertThat(body).doesNotContain(SPAN_ID);
		RunningServer.await(() -> !this.server.durations().isEmpty());
		assertThat(this.server.duration().getCount()).isEqualTo(1);
		assertThat(this.server.spans()).isEmpty();
	}

	@Test
	void baggageIsCurrentWithoutAParent() {
		assertThat(this.server.get("/current", "baggage: tenant=acme").body()).endsWith("true acme");
	}

	@ParameterizedTest
	@ValueSource(strings = { "traceparent: ", "traceparent: 00", "traceparent: 00-zz-zz-01",
			"traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01",
			"traceparent: ff-" + TRACE_ID + "-" + SPAN_ID + "-01", "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID,
			"baggage: =,;==,,%zz=%,a=%ff%", "tracestate: ,,,=,=" })
	void malformedHeaderStartsANewTrace(String header) {
		assertThat(this.server.get("/orders/1", header).status()).isEqualTo(200);
		SpanData span = this.server.serverSpan();
		assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
		assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
	}

	@Test
	void responseCarriesNoTraceByDefault() {
		assertThat(this.server.get("/orders/1").header("traceresponse")).isNull();
	}

	@Test
	void responseCarriesItsTraceOnRequest() {
		try (RunningServer started = RunningServer.start("otel.instrumentation.http.server.trace-response=true")) {
			String header = started.get("/orders/1").header("traceresponse");
			SpanData span = started.serverSpan();
			assertThat(header).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
					+ span.getSpanContext().getTraceFlags().asHex());
			started.reset();
			header = started.get("/failures/escaping").header("traceresponse");
			assertThat(header).contains(started.serverSpan().getSpanId());
			started.reset();
			header = started.get("/orders/1", "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-00")
				.header("traceresponse");
			assertThat(header).startsWith("00-" + TRACE_ID + "-").endsWith("-00").doesNotContain(SPAN_ID);
		}
	}

	@Test
	void peerThatIsNotAcceptedStartsANewTrace() {
		String parent = "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-01";
		try (RunningServer started = RunningServer.start("otel.propagation.accept-from=10.0.0.0/8,192.0.2.1",
				"server.forward-headers-strategy=native")) {
			started.get("/orders/1", parent, "X-Forwarded-For: 10.1.2.3");
			SpanData span = started.serverSpan();
			assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
			assertThat(span.getParentSpanId()).isEqualTo(SpanId.getInvalid());
			started.reset();
			assertThat(started.get("/current", parent, "baggage: tenant=acme").body()).endsWith("null");
		}
	}

	@Test
	void peerThatIsAcceptedIsBelieved() {
		try (RunningServer started = RunningServer.start("otel.propagation.accept-from=127.0.0.0/8,::1")) {
			started.get("/orders/1", "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-01");
			assertThat(started.serverSpan().getTraceId()).isEqualTo(TRACE_ID);
		}
	}

	@Test
	void sampledFlagThatIsNotTrustedLeavesTheDecisionToTheSampler() {
		try (RunningServer started = RunningServer.start(LocalSampler.class, "otel.propagation.trust-sampled=false")) {
			started.get("/child", "traceparent: 00-" + TRACE_ID + "-" + SPAN_ID + "-00");
			SpanData span = started.serverSpan();
			assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
			assertThat(span.getParentSpanId()).isEqualTo(SPAN_ID);
			assertThat(started.spans()).extracting(SpanData::getName).contains("child");
		}
	}

	@Test
	void addressThatIsNoneStopsTheStart() {
		assertThatException()
			.isThrownBy(() -> RunningServer.start("otel.propagation.accept-from=10.0.0.0/8,proxy.example"))
			.havingRootCause()
			.withMessageContaining("otel.propagation.accept-from")
			.withMessageContaining("proxy.example");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class LocalSampler {

		@Bean
		Sampler sampler() {
			Sampler delegate = Sampler.parentBased(Sampler.alwaysOn());
			return new Sampler() {

				@Override
				public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
						Attributes attributes, List<LinkData> links) {
					Context context = LocalSampling.isRequired(parent) ? parent.with(Span.getInvalid()) : parent;
					return delegate.shouldSample(context, traceId, name, kind, attributes, links);
				}

				@Override
				public String getDescription() {
					return "local";
				}

			};
		}

	}

}
