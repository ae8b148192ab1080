// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.otelspring.test.ReceivedRequest.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link OtlpCollector} reads from what the SDK sends.
 */
class OtlpCollectorTests {

	@AutoClose
	private final OtlpCollector collector = OtlpCollector.start();

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void readsSpans(Protocol protocol) {
		Span parent;
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			Tracer tracer = exporters.sdk.getTracerProvider()
				.tracerBuilder("shop")
				.setInstrumentationVersion("1.2")
				.build();
			parent = tracer.spanBuilder("parent").setSpanKind(SpanKind.SERVER).startSpan();
			try (Scope scope = parent.makeCurrent()) {
				tracer.spanBuilder("child")
					.setSpanKind(SpanKind.CLIENT)
					.setAttribute("text", "a")
					.setAttribute("whole", 3L)
					.setAttribute("real", 0.5)
					.setAttribute("yes", true)
					.setAttribute(AttributeKey.longArrayKey("list"), List.of(1L, 2L))
					.addLink(parent.getSpanContext(), Attributes.of(AttributeKey.stringKey("why"), "test"))
					.setStartTimestamp(Instant.ofEpochSecond(10))
					.startSpan()
					.addEvent("happened", Attributes.of(AttributeKey.longKey("n"), 1L))
					.setStatus(StatusCode.ERROR, "broken")
					.end(Instant.ofEpochSecond(11));
			}
			parent.end();
			assertThat(exporters.flush().isSuccess()).isTrue();
		}
		assertThat(this.collector.awaitSpans(2)).hasSize(2);
		ReceivedSpan root = this.collector.awaitSpan("parent");
		assertThat(root.isRoot()).isTrue();
		assertThat(root.isSampled()).isTrue();
		assertThat(root.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
		assertThat(root.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(root.traceId()).isEqualTo(parent.getSpanContext().getTraceId());
		assertThat(root.spanId()).isEqualTo(parent.getSpanContext().getSpanId());
		assertThat(root.resource()).containsEntry("service.name", "shop");
		assertThat(root.scope().name()).isEqualTo("shop");
		assertThat(root.scope().version()).isEqualTo("1.2");
		ReceivedSpan child = this.collector.awaitSpan((span) -> span.isChildOf(root));
		assertThat(child.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
		assertThat(child.attributes())
			.isEqualTo(Map.of("text", "a", "whole", 3L, "real", 0.5, "yes", true, "list", List.of(1L, 2L)));
		assertThat(child.events()).singleElement().satisfies((event) -> {
			assertThat(event.name()).isEqualTo("happened");
			assertThat(event.attributes()).isEqualTo(Map.of("n", 1L));
		});
		assertThat(child.links()).singleElement().satisfies((link) -> {
			assertThat(link.spanId()).isEqualTo(root.spanId());
			assertThat(link.attributes()).isEqualTo(Map.of("why", "test"));
		});
		assertThat(child.status()).isEqualTo(ReceivedSpan.StatusCode.ERROR);
		assertThat(child.statusMessage()).isEqualTo("broken");
		assertThat(child.startNanos()).isEqualTo(10_000_000_000L);
		assertThat(child.endNanos()).isEqualTo(11_000_000_000L);
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void readsMetrics(Protocol protocol) {
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			Meter meter = exporters.sdk.getMeter("shop");
			meter.counterBuilder("orders")
				.setUnit("{order}")
				.setDescription("Orders")
				.build()
				.add(2, Attributes.of(AttributeKey.stringKey("channel"), "web"));
			meter.gaugeBuilder("level").build().set(0.5);
			Span span = exporters.sdk.getTracer("shop").spanBuilder("measured").startSpan();
			try (Scope scope = span.makeCurrent()) {
				meter.histogramBuilder("duration")
					.setExplicitBucketBoundariesAdvice(List.of(1.0, 2.0))
					.build()
					.record(1.5);
			}
			assertThat(exporters.flush().isSuccess()).isTrue();
			assertMetrics(span.getSpanContext());
		}
	}

	private void assertMetrics(SpanContext context) {
		ReceivedMetric orders = this.collector.awaitMetric("orders");
		assertThat(orders.unit()).isEqualTo("{order}");
		assertThat(orders.description()).isEqualTo("Orders");
		assertThat(orders.type()).isEqualTo(ReceivedMetric.Type.SUM);
		assertThat(orders.temporality()).isEqualTo(ReceivedMetric.Temporality.CUMULATIVE);
		assertThat(orders.monotonic()).isTrue();
		assertThat(orders.resource()).containsEntry("service.name", "shop");
		assertThat(orders.point(Map.of("channel", "web")).orElseThrow().value()).isEqualTo(2L);
		assertThat(orders.point(Map.of("channel", "shop"))).isEmpty();
		ReceivedMetric level = this.collector.awaitMetric((metric) -> metric.type() == ReceivedMetric.Type.GAUGE);
		assertThat(level.points()).singleElement().extracting(ReceivedPoint::value).isEqualTo(0.5);
		ReceivedPoint duration = this.collector.awaitMetric("duration").points().get(0);
		assertThat(duration.count()).isEqualTo(1);
		assertThat(duration.sum()).isEqualTo(1.5);
		assertThat(duration.min()).isEqualTo(1.5);
		assertThat(duration.boundaries()).containsExactly(1.0, 2.0);
		assertThat(duration.bucketCounts()).containsExactly(0L, 1L, 0L);
		assertThat(duration.exemplars()).singleElement().satisfies((exemplar) -> {
			assertThat(exemplar.value()).isEqualTo(1.5);
			assertThat(exemplar.traceId()).isEqualTo(context.getTraceId());
			assertThat(exemplar.spanId()).isEqualTo(context.getSpanId());
		});
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void readsLogRecords(Protocol protocol) {
		Span span;
		try (TestExporters exporters = TestExporters.to(this.collector, protocol)) {
			span = exporters.sdk.getTracer("shop").spanBuilder("logged").startSpan();
			try (Scope scope = span.makeCurrent()) {
				exporters.sdk.getLogsBridge()
					.get("com.example.Shop")
					.logRecordBuilder()
					.setTimestamp(Instant.ofEpochSecond(7))
					.setSeverity(Severity.WARN)
					.setSeverityText("WARN")
					.setBody("sold out")
					.setAttribute(AttributeKey.valueKey("item"), Value.of(Value.of(1L), Value.of("b")))
					.setEventName("stock.empty")
					.emit();
			}
			assertThat(exporters.flush().isSuccess()).isTrue();
		}
		ReceivedLog log = this.collector.awaitLog((candidate) -> "sold out".equals(candidate.body()));
		assertThat(log.severityNumber()).isEqualTo(13);
		assertThat(log.severityText()).isEqualTo("WARN");
		assertThat(log.timeNanos()).isEqualTo(7_000_000_000L);
		assertThat(log.observedTimeNanos()).isPositive();
		assertThat(log.traceId()).isEqualTo(span.getSpanContext().getTraceId());
		assertThat(log.spanId()).isEqualTo(span.getSpanContext().getSpanId());
		assertThat(log.attribute("item")).isEqualTo(List.of(1L, "b"));
		assertThat(log.eventName()).isEqualTo("stock.empty");
		assertThat(log.scope().name()).isEqualTo("com.example.Shop");
		assertThat(log.resource()).containsEntry("service.name", "shop");
	}

	@ParameterizedTest
	@CsvSource({ "HTTP, gzip", "HTTP, none", "GRPC, gzip", "GRPC, none" })
	void keepsRequests(Protocol protocol, String compression) {
		try (TestExporters exporters = TestExporters.to(this.collector, protocol, compression)) {
			exporters.span("first ".repeat(100));
			exporters.span("second ".repeat(100));
			assertThat(exporters.flush().isSuccess()).isTrue();
		}
		ReceivedRequest request = this.collector.awaitRequests(Signal.TRACES, 1).get(0);
		assertThat(request.protocol()).isEqualTo(protocol);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo((protocol == Protocol.HTTP) ? "/v1/traces"
				: "/opentelemetry.proto.collector.trace.v1.TraceService/Export");
		assertThat(request.header("x-key")).isEqualTo("secret");
		assertThat(request.header("X-Key")).isNull();
		assertThat(request.header("user-agent")).startsWith("OTel-OTLP-Exporter-Java/");
		assertThat(request.items()).isEqualTo(2);
		assertThat(request.size()).isGreaterThan(1300);
		if ("gzip".equals(compression)) {
			assertThat(request.encoding()).isEqualTo("gzip");
			assertThat(request.wireSize()).isPositive().isLessThan(500);
		}
		else {
			assertThat(request.encoding()).isEqualTo("identity");
			assertThat(request.wireSize()).isEqualTo(request.size());
		}
	}

	@ParameterizedTest
	@CsvSource({ "/v1/traces, GET, application/x-protobuf, identity, 405",
			"/v1/spans, POST, application/x-protobuf, identity, 404",
			"/v1/traces, POST, application/json, identity, 415", "/v1/traces, POST, application/x-protobuf, zstd, 415",
			"/v1/traces, POST, application/x-protobuf, gzip, 400",
			"/v1/traces, POST, application/x-protobuf, identity, 400" })
	void refusesWhatIsNotOtlp(String path, String method, String contentType, String encoding, int status)
			throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.collector.httpEndpoint() + path))
			.method(method, HttpRequest.BodyPublishers.ofByteArray("nonsense".getBytes(StandardCharsets.UTF_8)))
			.header("Content-Type", contentType)
			.header("Content-Encoding", encoding)
			.build();
		HttpResponse<Void> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(this.collector.requests()).hasSize(1);
		assertThat(this.collector.spans()).isEmpty();
	}

}
