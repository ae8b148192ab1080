// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.HttpAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.otelspring.test.HttpSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that nobody should send, to a started application.
 */
class ServerBadInputTests {

	private final RunningServer server = RunningServer.shared();

	@ParameterizedTest
	@ValueSource(strings = { "traceparent", "tracestate", "baggage", "User-Agent", "X-Anything" })
	void longHeadersAreNoError(String name) {
		String value = "a=" + "x".repeat(7 * 1024);
		assertThat(this.server.get("/orders/1", name + ": " + value).status()).isEqualTo(200);
		assertThat(this.server.serverSpan().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
	}

	@Test
	void headersThatAreTooLongForTheContainerAreNoErrorOfTheServer() {
		assertThat(this.server.get("/orders/1", "X-Anything: " + "x".repeat(9 * 1024)).status()).isEqualTo(400);
		assertNextRequestIsRecorded();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/orders/%FF%FE", "/orders/%C3%28", "/orders/%E0%A4%A", "/orders/%zz", "/%", "/orders/%00",
			"/nowhere/%FF", "/orders/%2e%2e/x", "/orders/1?%zz=%&=&&sig=%ff", "//orders//1", "/orders/1;a=b;;=" })
	void badEncodingsAreNoErrorOfTheServer(String path) {
		assertThat(this.server.get(path).status()).isBetween(200, 499);
		assertThat(this.server.spans()).noneMatch((span) -> span.getStatus().getStatusCode() == StatusCode.ERROR);
		assertNextRequestIsRecorded();
	}

	@Test
	void rawBytesInThePathAreNoErrorOfTheServer() {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes("GET /orders/".getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(new byte[] { (byte) 0xFF, (byte) 0xC3, (byte) 0x28 });
		request.writeBytes(
				" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(HttpSocket.exchange(this.server.port(), request.toByteArray()).status()).isBetween(200, 499);
		assertNextRequestIsRecorded();
	}

	private void assertNextRequestIsRecorded() {
		this.server.reset();
		this.server.get("/functional/1");
		SpanData span = this.server.serverSpan();
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_ROUTE)).isEqualTo("/functional/{id}");
	}

}
