// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ExceptionAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is an error on the server, and what is not.
 */
class ServerErrorTests {

	private static final String FAILURES = TestFailures.class.getName() + "$";

	private final RunningServer server = RunningServer.shared();

	@ParameterizedTest
	@CsvSource({ "/failures/escaping, 500, java.lang.IllegalStateException, GET /failures/escaping",
			"/failures/error, 500, java.lang.AssertionError, GET /failures/error",
			"/failures/broken, 500, BrokenOrder, GET /failures/broken",
			"/failures/view, 500, ViewedFailure, GET /failures/view",
			"/failures/status-503, 503, org.springframework.web.server.ResponseStatusException, GET /failures/status-503",
			"/thrown, 500, java.lang.IllegalArgumentException, GET" })
	void exceptionThatEscapesOrIsResolvedToA5xxIsRecordedOnce(String path, int status, String type, String name) {
		String errorType = type.contains(".") ? type : FAILURES + type;
		assertThat(this.server.get(path).status()).isEqualTo(status);
		SpanData span = this.server.serverSpan();
		assertThat(span.getName()).isEqualTo(name);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(errorType);
		assertThat(span.getEvents()).singleElement().satisfies((event) -> assertIsException(event, errorType));
		assertThat(this.server.duration().getCount()).isEqualTo(1);
		assertThat(this.server.duration().getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(errorType);
		assertThat(this.server.duration().getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE))
			.isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "/failures/returned, 502", "/failures/sent, 503", "/rejected/500, 500" })
	void returned5xxIsAnErrorWithoutException(String path, int status) {
		assertThat(this.server.get(path).status()).isEqualTo(status);
		SpanData span = this.server.serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEmpty();
		assertThat(span.getEvents()).isEmpty();
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo(Integer.toString(status));
		assertThat(this.server.duration().getAttributes().get(ErrorAttributes.ERROR_TYPE))
			.isEqualTo(Integer.toString(status));
	}

	@ParameterizedTest
	@CsvSource({ "/failures/bad-request, 400", "/failures/status-400, 404", "/failures/annotated, 409", "/nowhere, 404",
			"/rejected/401, 401", "/rejected/403, 403" })
	void clientsMistakeIsNoErrorOfTheServer(String path, int status) {
		assertThat(this.server.get(path).status()).isEqualTo(status);
		SpanData span = this.server.serverSpan();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(span.getEvents()).isEmpty();
		assertThat(span.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
		assertThat(span.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE)).isEqualTo(status);
		assertThat(this.server.duration().getAttributes().get(ErrorAttributes.ERROR_TYPE)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "/failures/escaping", "/failures/sent", "/nowhere", "/rejected/403", "/async/callable/failing" })
	void errorPageBelongsToTheSpanOfTheRequest(String path) {
		this.server.get(path);
		SpanData span = this.server.serverSpan();
		assertThat(this.server.spans()).filteredOn((page) -> page.getName().equals("error page"))
			.singleElement()
			.satisfies((page) -> {
				assertThat(page.getParentSpanId()).isEqualTo(span.getSpanId());
				assertThat(page.getEndEpochNanos()).isLessThanOrEqualTo(span.getEndEpochNanos());
			});
	}

	@Test
	void whatTheContainerLogsOfAnEscapedExceptionBelongsToTheSpan() {
		List<SpanContext> logged = new CopyOnWriteArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord record) {
				logged.add(Span.current().getSpanContext());
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		// Tomcat's own logger: whether it leads on to Logback depends on earlier tests
		Logger tomcat = Logger.getLogger("org.apache.catalina.core.ContainerBase");
		Level level = tomcat.getLevel();
		tomcat.setLevel(Level.SEVERE);
		tomcat.addHandler(handler);
		try {
			this.server.get("/failures/escaping");
			SpanData span = this.server.serverSpan();
			assertThat(logged).isNotEmpty()
				.allSatisfy((context) -> assertThat(context).isEqualTo(span.getSpanContext()));
		}
		finally {
			tomcat.removeHandler(handler);
			tomcat.setLevel(level);
		}
	}

	@Test
	void escapedExceptionLeavesNoContextOnItsThread() {
		int requests = 30;
		for (int i = 0; i < requests; i++) {
			this.server.get((i % 2 == 0) ? "/failures/escaping" : "/nowhere");
		}
		assertThat(this.server.serverSpans(requests)).hasSize(requests)
			.allSatisfy((span) -> assertThat(span.getParentSpanContext().isValid()).isFalse());
	}

	@Test
	void rejectedRequestHasNoRoute() {
		this.server.get("/rejected/403");
		assertThat(this.server.serverSpan().getAttributes().get(HttpAttributes.HTTP_ROUTE)).isNull();
	}

	private static void assertIsException(EventData event, String type) {
		assertThat(event.getName()).isEqualTo("exception");
		assertThat(event.getAttributes().get(ExceptionAttributes.EXCEPTION_TYPE)).isEqualTo(type.replace('$', '.'));
		assertThat(event.getAttributes().get(ExceptionAttributes.EXCEPTION_STACKTRACE)).contains("\tat ");
	}

}
