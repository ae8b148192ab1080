// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.zipkin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

import io.otelspring.test.DocumentedSample;

import static org.assertj.core.api.Assertions.assertThat;

class ZipkinSpansTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	@Test
	void spanHasItsIdsTimesInMicrosecondsAndService() {
		Map<String, Object> span = write(span(SpanKind.SERVER)
			.setParentSpanContext(
					SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()))
			.build());
		assertThat(span).containsEntry("traceId", TRACE)
			.containsEntry("id", SPAN)
			.containsEntry("parentId", "00f067aa0ba902b7")
			.containsEntry("kind", "SERVER")
			.containsEntry("name", "GET /ord\"er\n")
			.doesNotContainKeys("remoteEndpoint", "annotations");
		assertThat(((Number) span.get("timestamp")).longValue()).isEqualTo(1_000_000L);
		assertThat(((Number) span.get("duration")).longValue()).isEqualTo(2500L);
		assertThat(map(span, "localEndpoint")).containsExactly(Map.entry("serviceName", "shop"));
		assertThat(map(span, "tags")).containsOnly(Map.entry("otel.scope.name", "scope"),
				Map.entry("otel.scope.version", "1.0"), Map.entry("service.namespace", "acme"));
	}

	@Test
	void internalSpanHasNoKindAndAtLeastOneMicrosecond() {
		Map<String, Object> span = write(span(SpanKind.INTERNAL).setEndEpochNanos(1_000_000_100L).build());
		assertThat(span).doesNotContainKeys("kind", "parentId");
		assertThat(((Number) span.get("duration")).longValue()).isEqualTo(1L);
	}

	@Test
	void errorIsATagWhereTheStatusSaysSoAndNowhereElse() {
		Attributes lie = Attributes.of(AttributeKey.booleanKey("error"), false);
		Map<String, Object> fine = write(span(SpanKind.SERVER).setAttributes(lie).build());
		assertThat(map(fine, "tags")).doesNotContainKeys("error", "otel.status_code");
		Map<String, Object> failed = write(
				span(SpanKind.SERVER).setStatus(StatusData.create(StatusData.error().getStatusCode(), "no")).build());
		assertThat(map(failed, "tags")).containsEntry("error", "no").containsEntry("otel.status_code", "ERROR");
		assertThat(map(write(span(SpanKind.SERVER).setStatus(StatusData.error()).build()), "tags"))
			.containsEntry("error", "");
		assertThat(map(write(span(SpanKind.SERVER).setStatus(StatusData.ok()).build()), "tags"))
			.containsEntry("otel.status_code", "OK")
			.doesNotContainKey("error");
	}

	@Test
	void attributesAreTextAndEventsAnnotations() {
		Attributes attributes = Attributes.builder()
			.put("text", "a\u0001\ud800b\ud83d\ude00")
			.put("whole", 7)
			.put("real", 1.5)
			.put("flag", true)
			.put("list", "a", "\"b\"")
			.put("numbers", 1L, 2L)
			.build();
		Map<String, Object> span = write(span(SpanKind.SERVER).setAttributes(attributes)
			.setTotalAttributeCount(9)
			.setTotalRecordedEvents(3)
			.setEvents(List.of(EventData.create(1_000_500_000L, "cache \"miss\"",
					Attributes.builder().put("key", "k").put("size", 3).put("nan", Double.NaN).build())))
			.build());
		assertThat(map(span, "tags")).containsEntry("text", "a\u0001\ud800b\ud83d\ude00")
			.containsEntry("whole", "7")
			.containsEntry("real", "1.5")
			.containsEntry("flag", "true")
			.containsEntry("list", "[\"a\",\"\\\"b\\\"\"]")
			.containsEntry("numbers", "[1,2]")
			.containsEntry("otel.dropped_attributes_count", "3")
			.containsEntry("otel.dropped_events_count", "2");
		assertThat(span.get("annotations").toString()).contains("1000500",
				"\"cache \\\"miss\\\"\":{\"key\":\"k\",\"nan\":\"NaN\",\"size\":3}");
	}

	@Test
	void whoIsCalledComesFromTheFirstAttributeThatTells() {
		assertThat(remote(SpanKind.CLIENT, "peer.service", "stock", "server.address", "host"))
			.containsEntry("serviceName", "stock");
		assertThat(remote(SpanKind.PRODUCER, "server.address", "host"))
			.containsExactly(Map.entry("serviceName", "host"));
		assertThat(remote(SpanKind.CLIENT, "network.peer.address", "10.0.0.1"))
			.containsExactly(Map.entry("ipv4", "10.0.0.1"));
		assertThat(remote(SpanKind.CLIENT, "network.peer.address", "::1")).containsExactly(Map.entry("ipv6", "::1"));
		assertThat(remote(SpanKind.CLIENT, "db.namespace", "shop")).containsExactly(Map.entry("serviceName", "shop"));
		assertThat(remote(SpanKind.CLIENT, "http.route", "/")).isNull();
		assertThat(remote(SpanKind.SERVER, "server.address", "host")).isNull();
		Map<String, Object> call = write(span(SpanKind.CLIENT)
			.setAttributes(Attributes.of(AttributeKey.stringKey("server.address"), "host",
					AttributeKey.longKey("server.port"), 8081L))
			.build());
		assertThat(map(call, "remoteEndpoint").get("port").toString()).isEqualTo("8081");
	}

	@Test
	void failedCallIsAsItIsShown() throws Exception {
		Attributes attributes = Attributes.builder()
			.put("http.request.method", "GET")
			.put("server.address", "localhost")
			.put("server.port", 8081)
			.put("url.full", "http://localhost:8081/stock/7")
			.put("url.template", "/stock/{id}")
			.put("http.response.status_code", 503)
			.put("error.type", "503")
			.build();
		SpanData span = span(SpanKind.CLIENT).setName("GET /stock/{id}")
			.setParentSpanContext(
					SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault()))
			.setStartEpochNanos(1_764_100_371_201_000_000L)
			.setEndEpochNanos(1_764_100_371_209_342_000L)
			.setAttributes(attributes)
			.setStatus(StatusData.error())
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop")))
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.create("io.otelspring.http-client"))
			.build();
		DocumentedSample.isShown("zipkin.md", new String(ZipkinSpans.write(List.of(span)), StandardCharsets.UTF_8));
	}

	private static Map<String, Object> remote(SpanKind kind, String... attributes) {
		var builder = Attributes.builder();
		for (int i = 0; i < attributes.length; i += 2) {
			builder.put(attributes[i], attributes[i + 1]);
		}
		return map(write(span(kind).setAttributes(builder.build()).build()), "remoteEndpoint");
	}

	private static TestSpanData.Builder span(SpanKind kind) {
		return TestSpanData.builder()
			.setName("GET /ord\"er\n")
			.setKind(kind)
			.setSpanContext(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault()))
			.setStartEpochNanos(1_000_000_000L)
			.setEndEpochNanos(1_002_500_000L)
			.setStatus(StatusData.unset())
			.setHasEnded(true)
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop",
					AttributeKey.stringKey("service.namespace"), "acme")))
			.setInstrumentationScopeInfo(InstrumentationScopeInfo.builder("scope").setVersion("1.0").build());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> write(SpanData span) {
		String json = new String(ZipkinSpans.write(List.of(span, span)), StandardCharsets.UTF_8);
		List<Object> spans = JsonParserFactory.getJsonParser().parseList(json);
		assertThat(spans).hasSize(2);
		return (Map<String, Object>) spans.get(1);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> span, String name) {
		return (Map<String, Object>) span.get(name);
	}

}
