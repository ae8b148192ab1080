// SPDX-License-Identifier: Apache-2.0
package com.example.async;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import io.otelspring.test.ObservedApplication;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedLog;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a collector receives of work that leaves the thread of its request.
 */
@ExtendWith(OutputCaptureExtension.class)
class AsyncTests {

	private static final List<String> WAYS = List.of("async", "async-future", "async-qualified", "event", "pool",
			"single", "supply", "schedule", "callable", "web-async-task", "deferred");

	@Test
	void workBelongsToTheTraceOfItsRequest(CapturedOutput output) throws Exception {
		everyWayIsOneTrace();
		assertThat(output).doesNotContain("not eligible");
	}

	@Test
	void workBelongsToTheTraceOfItsRequestWithBootsExecutorAlone() throws Exception {
		everyWayIsOneTrace("--spring.task.execution.mode=force", "--spring.task.execution.propagate-context=true");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void workOnVirtualThreadsBelongsToTheTraceOfItsRequest() throws Exception {
		everyWayIsOneTrace("--spring.task.execution.mode=force", "--spring.threads.virtual.enabled=true");
	}

	@Test
	void workIsATraceOfItsOwnIfSwitchedOff() throws Exception {
		try (OtlpCollector collector = OtlpCollector.start();
				ServletWebServerApplicationContext context = start(collector,
						"--otel.instrumentation.executors.enabled=false")) {
			get(context, "pool");
			assertThat(collector.awaitSpan("pack").isRoot()).isTrue();
		}
	}

	private static void everyWayIsOneTrace(String... arguments) throws Exception {
		try (OtlpCollector collector = OtlpCollector.start();
				ServletWebServerApplicationContext context = start(collector, arguments)) {
			for (String way : WAYS) {
				get(context, way);
			}
			for (String way : WAYS) {
				ReceivedSpan server = collector.awaitSpan("GET /" + way);
				ReceivedSpan work = collector.awaitSpan((span) -> span.isChildOf(server));
				ReceivedLog log = collector.awaitLog((candidate) -> ("Packed " + way).equals(candidate.body()));
				assertThat(server.isRoot()).as(way).isTrue();
				assertThat(work.name()).isEqualTo((way.startsWith("async") || way.equals("event")) ? way : "pack");
				assertThat(work.traceId()).as(way).isEqualTo(server.traceId());
				assertThat(log.traceId()).as(way).isEqualTo(server.traceId());
				assertThat(log.spanId()).as(way).isEqualTo(work.spanId());
			}
			assertThat(collector.spans()).hasSize(2 * WAYS.size());
		}
	}

	private static ServletWebServerApplicationContext start(OtlpCollector collector, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--server.port=0", "--otel.blrp.schedule.delay=50ms", "--otel.metrics.exporter=none"));
		all.addAll(List.of(arguments));
		return (ServletWebServerApplicationContext) ObservedApplication
			.run(collector, AsyncApplication.class, all.toArray(String[]::new))
			.context();
	}

	private static void get(ServletWebServerApplicationContext context, String way) throws Exception {
		URI uri = URI.create("http://localhost:" + context.getWebServer().getPort() + "/" + way);
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(way).isEqualTo(200);
	}

}
