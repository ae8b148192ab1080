// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.propagation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every format over HTTP: what a server takes from its caller, and what its RestClient
 * sends on.
 */
class FormatTests {

	private static final String TRACE_ID = "5759e988bd862e3fe1be46a994272793";

	private static final String SPAN_ID = "53995c3f42cd8ad8";

	private static final HttpClient client = HttpClient.newHttpClient();

	static Stream<Arguments> formats() {
		return Stream.of(
				Arguments.of("tracecontext", Map.of("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01"),
						List.of("traceparent"), "00-" + TRACE_ID + "-[0-9a-f]{16}-01"),
				Arguments.of("b3", Map.of("b3", TRACE_ID + "-" + SPAN_ID + "-1"), List.of("b3"),
						TRACE_ID + "-[0-9a-f]{16}-1"),
				Arguments.of("b3multi", Map.of("X-B3-TraceId", TRACE_ID, "X-B3-SpanId", SPAN_ID, "X-B3-Sampled", "1"),
						List.of("x-b3-traceid", "x-b3-spanid", "x-b3-sampled"), TRACE_ID),
				Arguments.of("jaeger", Map.of("uber-trace-id", TRACE_ID + ":" + SPAN_ID + ":0:1"),
						List.of("uber-trace-id"), TRACE_ID + ":[0-9a-f]{16}:0:1"),
				Arguments.of("ottrace",
						Map.of("ot-tracer-traceid", TRACE_ID.substring(16), "ot-tracer-spanid", SPAN_ID,
								"ot-tracer-sampled", "true"),
						List.of("ot-tracer-traceid", "ot-tracer-spanid", "ot-tracer-sampled"), TRACE_ID.substring(16)),
				Arguments.of("xray",
						Map.of("X-Amzn-Trace-Id",
								"Root=1-" + TRACE_ID.substring(0, 8) + "-" + TRACE_ID.substring(8) + ";Parent="
										+ SPAN_ID + ";Sampled=1"),
						List.of("x-amzn-trace-id"),
						"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=1.*"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("formats")
	void formatIsReadAndSentOn(String name, Map<String, String> headers, List<String> sent, String first)
			throws Exception {
		try (ConfigurableApplicationContext context = start("otel.propagators=" + name)) {
			Map<String, String> received = call(context, "/seen", headers);
			assertThat(received.get("trace")).endsWith(TRACE_ID.substring(16));
			assertThat(received.get("parent-sampled")).isEqualTo("true");
			Map<String, String> next = call(context, "/next", headers);
			assertThat(next).containsKeys(sent.toArray(new String[0]));
			assertThat(next.get(sent.get(0))).matches(first).doesNotContain(SPAN_ID);
			if (!name.equals("tracecontext")) {
				assertThat(next).doesNotContainKeys("traceparent", "baggage");
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("formats")
	void malformedHeadersStartANewTrace(String name, Map<String, String> headers, List<String> sent, String first)
			throws Exception {
		List<String> wrong = List.of("", " ", "-", ":", ";;==", "1", "0", "zz", "00000000000000000000000000000000",
				"%%%", "a".repeat(6000), TRACE_ID + "-", TRACE_ID + ":x:y:z", "Root=;Parent=;Sampled=", "Root=1-zz-yy",
				"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=zz;Sampled=9", "1-2-3-4-5-6", "\u00e9\u00e8", "null");
		try (ConfigurableApplicationContext context = start("otel.propagators=" + name)) {
			for (String value : wrong) {
				Map<String, String> broken = new LinkedHashMap<>();
				headers.forEach((header, right) -> broken.put(header, value));
				Map<String, String> received = call(context, "/seen", broken);
				assertThat(received.get("trace")).as("%s: %s", name, value)
					.matches("[0-9a-f]{32}")
					.isNotEqualTo(TRACE_ID);
			}
		}
	}

	@Test
	void theLastOfSeveralFormatsWinsAndAllAreSent() throws Exception {
		String other = "0af7651916cd43dd8448eb211c80319c";
		try (ConfigurableApplicationContext context = start("otel.propagators=tracecontext,b3")) {
			Map<String, String> headers = Map.of("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01", "b3",
					other + "-" + SPAN_ID + "-1");
			assertThat(call(context, "/seen", headers).get("trace")).isEqualTo(other);
			assertThat(call(context, "/next", headers)).containsKeys("traceparent", "b3");
			Map<String, String> wrong = Map.of("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01", "b3", "zz");
			assertThat(call(context, "/seen", wrong).get("trace")).isEqualTo(TRACE_ID);
		}
	}

	@Test
	void unsampledCallerIsFollowedUnlessItsFlagIsNotTrusted() throws Exception {
		Map<String, String> headers = Map.of("b3", TRACE_ID + "-" + SPAN_ID + "-0");
		try (ConfigurableApplicationContext context = start("otel.propagators=b3")) {
			assertThat(call(context, "/next", headers).get("b3")).startsWith(TRACE_ID).endsWith("-0");
		}
		try (ConfigurableApplicationContext context = start("otel.propagators=b3",
				"otel.propagation.trust-sampled=false")) {
			assertThat(call(context, "/next", headers).get("b3")).startsWith(TRACE_ID).endsWith("-1");
		}
	}

	@Test
	void noneSendsAndReadsNothing() throws Exception {
		try (ConfigurableApplicationContext context = start("otel.propagators=none")) {
			Map<String, String> headers = Map.of("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01", "baggage",
					"a=b");
			assertThat(call(context, "/seen", headers).get("trace")).isNotEqualTo(TRACE_ID);
			assertThat(call(context, "/next", headers)).doesNotContainKeys("traceparent", "tracestate", "baggage",
					"b3");
		}
	}

	@Test
	void baggageIsBoundedAndMalformedOneIsIgnored() throws Exception {
		try (ConfigurableApplicationContext context = start("otel.propagators=tracecontext,baggage")) {
			StringBuilder many = new StringBuilder("k0=v");
			for (int i = 1; i < 500; i++) {
				many.append(",k").append(i).append("=v");
			}
			assertThat(call(context, "/seen", Map.of("baggage", many.toString())).get("baggage")).isEqualTo("64");
			assertThat(call(context, "/seen", Map.of("baggage", "k=" + "v".repeat(7000) + ",l=" + "w".repeat(1500)))
				.get("baggage")).isEqualTo("0");
			for (String wrong : List.of("", ",,,", "=", "a", "a=%zz", "a=b;;;=,=c", "\u00e9=\u00e8", ";", "%=%",
					"a==b")) {
				assertThat(call(context, "/seen", Map.of("baggage", wrong)).get("trace")).as(wrong)
					.matches("[0-9a-f]{32}");
			}
			assertThat(call(context, "/next", Map.of("baggage", "a=b,c=d")).get("baggage")).contains("a=b", "c=d");
		}
	}

	@Test
	void hostsThatAreNotListedGetNoHeaderAtAll() throws Exception {
		Map<String, String> headers = Map.of("traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01", "baggage", "a=b");
		try (ConfigurableApplicationContext context = start(
				"otel.instrumentation.http.client.propagate-to=*.internal,127.0.0.1:1")) {
			assertThat(call(context, "/next", headers)).doesNotContainKeys("traceparent", "baggage");
		}
		try (ConfigurableApplicationContext context = start(
				"otel.instrumentation.http.client.propagate-to=*.internal,127.0.0.1")) {
			assertThat(call(context, "/next", headers)).containsKeys("traceparent", "baggage");
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--logging.level.root=warn", "--otel.traces.exporter=none", "--otel.metrics.exporter=none",
				"--otel.logs.exporter=none", "--server.max-http-request-header-size=64KB"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.run(arguments.toArray(new String[0]));
	}

	private static Map<String, String> call(ConfigurableApplicationContext context, String path,
			Map<String, String> headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(
				URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path));
		headers.forEach(request::header);
		HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(headers.toString()).isEqualTo(200);
		Map<String, String> lines = new LinkedHashMap<>();
		for (String line : response.body().split("\n")) {
			int colon = line.indexOf('|');
			if (colon > 0) {
				lines.put(line.substring(0, colon), line.substring(colon + 1));
			}
		}
		return lines;
	}

	@SpringBootApplication
	@RestController
	static class Application {

		private final RestClient.Builder clients;

		Application(RestClient.Builder clients) {
			this.clients = clients;
		}

		@GetMapping("/seen")
		String seen() {
			Span span = Span.current();
			return "trace|" + span.getSpanContext().getTraceId() + "\nparent-sampled|"
					+ span.getSpanContext().isSampled() + "\nbaggage|" + Baggage.current().size();
		}

		@GetMapping("/headers")
		String headers(HttpServletRequest request) {
			StringBuilder lines = new StringBuilder();
			for (String name : Collections.list(request.getHeaderNames())) {
				lines.append(name.toLowerCase(Locale.ROOT)).append('|').append(request.getHeader(name)).append('\n');
			}
			return lines.toString();
		}

		@GetMapping("/next")
		String next(HttpServletRequest request) {
			return this.clients.build()
				.get()
				.uri("http://127.0.0.1:" + request.getLocalPort() + "/headers")
				.retrieve()
				.body(String.class);
		}

	}

}
