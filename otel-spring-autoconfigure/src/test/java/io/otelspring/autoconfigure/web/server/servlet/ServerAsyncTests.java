// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.otelspring.test.HttpSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are answered later, by a started application.
 */
class ServerAsyncTests {

	private final RunningServer server = RunningServer.shared();

	@ParameterizedTest
	@CsvSource({ "/async/callable", "/async/deferred", "/async/deferred/now", "/async/deferred/default",
			"/async/stream", "/async/events" })
	void requestIsRecordedOnceWhenItsResponseIsComplete(String path) {
		assertThat(this.server.get(path).status()).isEqualTo(200);
		SpanData span = this.server.serverSpan();
		assertThat(span.getName()).isEqualTo("GET " + path);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(200);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
		assertThat(this.server.duration().getCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "/async/callable/failing", "/async/deferred/failing", "/async/future" })
	void exceptionOfTheResultIsRecordedOnce(String path) {
		assertThat(this.server.get(path).status()).isEqualTo(500);
		assertIsFailed(this.server.serverSpan(), 500, "java.lang.IllegalStateException", path);
	}

	@ParameterizedTest
	@CsvSource({ "/async/deferred/timeout", "/async/task/timeout" })
	void timeoutIsRecordedAs503Once(String path) {
		assertThat(this.server.get(path).status()).isEqualTo(503);
		assertIsFailed(this.server.serverSpan(), 503,
				"org.springframework.web.context.request.async.AsyncRequestTimeoutException", path);
	}

	@Test
	void defaultResultAfterATimeoutIsNoError() {
		assertThat(this.server.get("/async/deferred/default").body()).contains("default");
		SpanData span = this.server.serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEndEpochNanos() - span.getStartEpochNanos())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(40));
	}

	@Test
	void failingStreamIsAnError() {
		this.server.get("/async/stream/failing");
		SpanData span = this.server.serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void failingEmitterIsAnErrorThoughItsResponseHadBegun() {
		this.server.get("/async/emitter/failing");
		SpanData span = this.server.serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
		assertThat(span.getEvents()).hasSize(1);
	}

	@Test
	void contextIsCurrentWhereACallableRuns() {
		String spanId = this.server.get("/async/callable").body();
		SpanData span = this.server.serverSpan();
		assertThat(spanId).contains(span.getSpanId());
		assertThat(this.server.spans()).filteredOn((child) -> child.getName().equals("callable"))
			.singleElement()
			.satisfies((child) -> assertThat(child.getParentSpanId()).isEqualTo(span.getSpanId()));
	}

	@Test
	void contextIsCurrentWhereAStreamIsWritten() {
		this.server.get("/async/stream");
		SpanData span = this.server.serverSpan();
		assertThat(this.server.spans()).filteredOn((child) -> child.getName().equals("stream"))
			.singleElement()
			.satisfies((child) -> assertThat(child.getParentSpanId()).isEqualTo(span.getSpanId()));
	}

	@ParameterizedTest
	@CsvSource({ "/async/stream/endless", "/async/events/endless", "/endless" })
	void clientThatLeavesIsNoError(String path) throws IOException {
		// A server of its own: a request that did not end would be waited for by other
		// tests
		RunningServer server = RunningServer.start();
		try {
			try (Socket socket = HttpSocket.send(server.port(), path)) {
				socket.getInputStream().read();
			}
			SpanData span = server.serverSpan();
			assertThat(span.getName()).isEqualTo("GET " + path);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
			assertThat(span.getEvents()).isEmpty();
			assertThat(server.duration().getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
		}
		finally {
			server.context().close();
		}
	}

	private void assertIsFailed(SpanData span, int status, String errorType, String path) {
		assertThat(span.getName()).isEqualTo("GET " + path);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(errorType);
		assertThat(span.getEvents()).hasSize(1);
		assertThat(this.server.duration().getCount()).isEqualTo(1);
		assertThat(this.server.duration().getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE))
			.isEqualTo(status);
	}

}
