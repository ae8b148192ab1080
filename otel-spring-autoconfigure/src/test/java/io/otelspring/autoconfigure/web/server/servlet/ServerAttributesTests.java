// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.List;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import io.otelspring.test.HttpSocket;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a started application records about an ordinary request.
 */
class ServerAttributesTests {

	private final RunningServer server = RunningServer.shared();

	@Test
	void spanHasTheAttributesOfTheConventionsWithTheirTypes() {
		assertThat(this.server.get("/orders/42?page=2", "User-Agent: test/1.0").status()).isEqualTo(200);
		SpanData span = this.server.serverSpan();
		Attributes attributes = span.getAttributes();
		assertThat(span.getName()).isEqualTo("GET /orders/{id}");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.otelspring.http.server");
		assertThat(attributes.get(longKey("network.peer.port"))).isPositive();
		assertThat(attributes.toBuilder().remove(longKey("network.peer.port")).build()).isEqualTo(Attributes.builder()
			.put(stringKey("http.request.method"), "GET")
			.put(stringKey("http.route"), "/orders/{id}")
			.put(longKey("http.response.status_code"), 200L)
			.put(stringKey("url.scheme"), "http")
			.put(stringKey("url.path"), "/orders/42")
			.put(stringKey("url.query"), "page=2")
			.put(stringKey("server.address"), "localhost")
			.put(longKey("server.port"), (long) this.server.port())
			.put(stringKey("client.address"), "127.0.0.1")
			.put(stringKey("network.peer.address"), "127.0.0.1")
			.put(stringKey("network.protocol.version"), "1.1")
			.put(stringKey("user_agent.original"), "test/1.0")
			.build());
	}

	@Test
	void durationIsRecordedOnceInSecondsWithTheBucketsOfTheConventions() {
		this.server.get("/orders/42");
		this.server.serverSpan();
		HistogramPointData duration = this.server.duration();
		assertThat(duration.getCount()).isEqualTo(1);
		assertThat(duration.getSum()).isBetween(0.0, 20.0);
		assertThat(duration.getBoundaries()).containsExactly(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0,
				2.5, 5.0, 7.5, 10.0);
		assertThat(duration.getAttributes()).isEqualTo(Attributes.builder()
			.put("http.request.method", "GET")
			.put("http.route", "/orders/{id}")
			.put("http.response.status_code", 200L)
			.put("url.scheme", "http")
			.put("network.protocol.version", "1.1")
			.build());
		assertThat(this.server.metric("http.server.request.duration").get(0).getUnit()).isEqualTo("s");
	}

	@Test
	void durationHasTheSpanForItsExemplar() {
		this.server.get("/orders/42");
		SpanData span = this.server.serverSpan();
		assertThat(this.server.duration().getExemplars()).singleElement()
			.satisfies((exemplar) -> assertThat(exemplar.getSpanContext().getSpanId()).isEqualTo(span.getSpanId()));
	}

	@Test
	void requestsInProgressAreCountedByMethodAndScheme() {
		this.server.get("/orders/42");
		this.server.serverSpan();
		assertThat(this.server.activeByAttributes())
			.containsEntry(Attributes.of(stringKey("http.request.method"), "GET", stringKey("url.scheme"), "http"), 0L);
		assertThat(this.server.metric("http.server.active_requests").get(0).getUnit()).isEqualTo("{request}");
	}

	@Test
	void serverAddressIsTheHostThatWasAskedFor() {
		this.server.get("/orders/1", "Host: shop.example:8443");
		Attributes attributes = this.server.serverSpan().getAttributes();
		assertThat(attributes.get(stringKey("server.address"))).isEqualTo("shop.example");
		assertThat(attributes.get(longKey("server.port"))).isEqualTo(8443L);
	}

	@Test
	void serverAddressHasNoBrackets() {
		this.server.get("/orders/1", "Host: [2001:db8::1]:8080");
		Attributes attributes = this.server.serverSpan().getAttributes();
		assertThat(attributes.get(stringKey("server.address"))).isEqualTo("2001:db8::1");
		assertThat(attributes.get(longKey("server.port"))).isEqualTo(8080L);
	}

	@Test
	void serverPortIsThatOfTheSchemeWhereTheHostHasNone() {
		this.server.get("/orders/1", "Host: shop.example");
		assertThat(this.server.serverSpan().getAttributes().get(longKey("server.port"))).isEqualTo(80L);
	}

	@Test
	void absentHeadersLeaveNoAttributes() {
		this.server.get("/orders/1");
		assertThat(keys(this.server.serverSpan())).doesNotContain("user_agent.original", "url.query",
				"http.request.method_original", "network.protocol.name", "error.type");
	}

	@Test
	void versionIsThatOfTheRequest() {
		HttpSocket.exchange(this.server.port(), "GET /orders/1 HTTP/1.0\r\n\r\n".getBytes());
		assertThat(this.server.serverSpan().getAttributes().get(stringKey("network.protocol.version")))
			.isEqualTo("1.0");
	}

	@Test
	void signaturesInTheQueryAreMasked() {
		this.server.get("/orders/1?a=1&sig=secret&X-Goog-Signature=abc&Signature=x&AWSAccessKeyId=k&b=2");
		assertThat(this.server.serverSpan().getAttributes().get(stringKey("url.query")))
			.isEqualTo("a=1&sig=REDACTED&X-Goog-Signature=REDACTED&Signature=REDACTED&AWSAccessKeyId=REDACTED&b=2");
	}

	@Test
	void sessionIdInThePathIsMasked() {
		this.server.get("/orders/1;jsessionid=0123456789ABCDEF");
		assertThat(this.server.serverSpan().getAttributes().get(stringKey("url.path")))
			.isEqualTo("/orders/1;jsessionid=REDACTED");
	}

	@Test
	void unknownMethodIsRecordedAsOther() {
		this.server.send("BREW", "/orders/1");
		SpanData span = this.server.serverSpan();
		assertThat(span.getName()).isEqualTo("HTTP");
		assertThat(span.getAttributes().get(stringKey("http.request.method"))).isEqualTo("_OTHER");
		assertThat(span.getAttributes().get(stringKey("http.request.method_original"))).isEqualTo("BREW");
		assertThat(this.server.duration().getAttributes().get(stringKey("http.request.method"))).isEqualTo("_OTHER");
		assertThat(this.server.duration().getAttributes().asMap().keySet()).extracting(AttributeKey::getKey)
			.doesNotContain("http.request.method_original");
	}

	@Test
	void headIsRecordedAsItWasSent() {
		this.server.send("HEAD", "/orders/1");
		assertThat(this.server.serverSpan().getName()).isEqualTo("HEAD /orders/{id}");
	}

	@Test
	void nothingButTheListedHeadersIsRecorded() {
		this.server.get("/tagged", "X-Tenant: a", "Cookie: c=1");
		assertThat(keys(this.server.serverSpan())).noneMatch((key) -> key.contains(".header."));
	}

	@Test
	void listedHeadersAreRecordedAsArraysAndCredentialsAreMasked() {
		try (RunningServer started = RunningServer.start(
				"otel.instrumentation.http.server.capture-request-headers=X-Tenant,cookie,X-Secret-Word,X-Absent",
				"otel.instrumentation.http.server.capture-response-headers=x-tag,set-cookie",
				"otel.redaction.headers=x-secret-*", "otel.redaction.query-parameters=token,pass*",
				"otel.instrumentation.http.known-methods=GET,BREW")) {
			started.get("/tagged?Token=1&passphrase=2&c=3", "X-Tenant: a", "X-Tenant: b", "Cookie: c=1",
					"X-Secret-Word: w");
			Attributes attributes = started.serverSpan().getAttributes();
			assertThat(attributes.get(stringArrayKey("http.request.header.x-tenant"))).isEqualTo(List.of("a", "b"));
			assertThat(attributes.get(stringArrayKey("http.request.header.cookie"))).isEqualTo(List.of("REDACTED"));
			assertThat(attributes.get(stringArrayKey("http.request.header.x-secret-word")))
				.isEqualTo(List.of("REDACTED"));
			assertThat(attributes.get(stringArrayKey("http.request.header.x-absent"))).isNull();
			assertThat(attributes.get(stringArrayKey("http.response.header.x-tag"))).isEqualTo(List.of("one", "two"));
			assertThat(attributes.get(stringArrayKey("http.response.header.set-cookie")))
				.isEqualTo(List.of("REDACTED"));
			assertThat(attributes.get(stringKey("url.query"))).isEqualTo("Token=REDACTED&passphrase=REDACTED&c=3");
			started.reset();
			started.send("BREW", "/nowhere");
			assertThat(started.serverSpan().getAttributes().get(stringKey("http.request.method"))).isEqualTo("BREW");
		}
	}

	private static Set<String> keys(SpanData span) {
		return Set.copyOf(span.getAttributes().asMap().keySet().stream().map(AttributeKey::getKey).toList());
	}

}
