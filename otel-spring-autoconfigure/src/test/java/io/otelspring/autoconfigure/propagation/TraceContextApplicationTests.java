// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.propagation;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application that receives headers and calls on: what the next one gets.
 */
class TraceContextApplicationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String PARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

	private static ServletWebServerApplicationContext context;

	@BeforeAll
	static void start() {
		context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
					"otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none",
					"otel.register-global=false")
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void severalTraceStateHeadersGoOnAsOne() throws Exception {
		List<String> next = next("traceparent", PARENT, "TraceState", "0a=1, b@c@d=2", "tracestate", "", "TRACESTATE",
				"e=3,b@c@d=4");
		assertThat(next).hasSize(2);
		assertThat(next.get(0)).startsWith("traceparent: 00-" + TRACE_ID + "-").endsWith("-01");
		assertThat(next.get(0)).doesNotContain("b7ad6b7169203331");
		assertThat(next.get(1)).isEqualTo("tracestate: 0a=1,b@c@d=2,e=3");
	}

	@Test
	void repeatedTraceParentStartsANewTrace() throws Exception {
		assertThat(next("traceparent", PARENT, "tracestate", "a=1", "TraceParent", PARENT)).singleElement()
			.asString()
			.matches("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-03")
			.doesNotContain(TRACE_ID);
	}

	@Test
	void wrongTraceStateLeavesTheParentInForce() throws Exception {
		assertThat(next("traceparent", PARENT, "tracestate", "a=1", "tracestate", "B=2")).singleElement()
			.asString()
			.contains(TRACE_ID);
	}

	@Test
	void sampledAndRandomFlagsGoOnAndOthersDoNot() throws Exception {
		String[] received = { "00", "01", "02", "03", "fe", "ff" };
		String[] sent = { "00", "01", "02", "03", "02", "03" };
		for (int i = 0; i < received.length; i++) {
			String parent = PARENT.substring(0, 53) + received[i];
			assertThat(next("traceparent", parent).get(0)).contains(TRACE_ID).endsWith("-" + sent[i]);
		}
	}

	@Test
	void laterVersionGoesOnInOurs() throws Exception {
		assertThat(next("traceparent", "cc" + PARENT.substring(2) + "-later").get(0))
			.startsWith("traceparent: 00-" + TRACE_ID + "-");
	}

	private static List<String> next(String... headers) throws Exception {
		URI uri = URI.create("http://localhost:" + context.getWebServer().getPort() + "/call");
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		String body = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
		return body.isEmpty() ? List.of() : List.of(body.split("\n"));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Routes.class)
	static class Application {

	}

	@RestController
	static class Routes {

		private final RestClient client;

		Routes(RestClient.Builder builder) {
			this.client = builder.build();
		}

		@GetMapping("/call")
		String call(HttpServletRequest request) {
			return this.client.get()
				.uri("http://localhost:{port}/received", request.getLocalPort())
				.retrieve()
				.body(String.class);
		}

		@GetMapping("/received")
		String received(HttpServletRequest request) {
			List<String> received = new ArrayList<>();
			for (String name : List.of("traceparent", "tracestate")) {
				for (String value : Collections.list(request.getHeaders(name))) {
					received.add(name + ": " + value);
				}
			}
			return String.join("\n", received);
		}

	}

}
