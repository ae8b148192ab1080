// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.tracecontext;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * W3C Trace Context Level 2, strictly, from the wire to the wire: what an application
 * sends on for each header that it may receive, on both servers and with all clients.
 */
class TraceContextConformanceTests {

	private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-(0[0-3])");

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void everyCaseIsAsSpecified(WebApplicationType server) throws Exception {
		List<TraceContextCase> cases = TraceContextCase.all();
		assertThat(cases).hasSizeGreaterThan(250);
		List<String> wrong = new ArrayList<>();
		try (RawHttp http = new RawHttp(); ConfigurableApplicationContext context = run(server)) {
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			for (String client : List.of("RestTemplate", "RestClient", "WebClient")) {
				for (TraceContextCase specified : cases) {
					String problem = problem(specified, http.send(port, client, specified.received()));
					if (problem != null) {
						wrong.add(client + ", " + specified + ": " + problem);
					}
				}
			}
		}
		assertThat(wrong).as("of %s cases", cases.size()).isEmpty();
	}

	private static @Nullable String problem(TraceContextCase specified, Headers sent) {
		List<String> parents = sent.getOrDefault("traceparent", List.of());
		Matcher parent = PARENT.matcher(String.join("; ", parents));
		if (!parent.matches()) {
			return "sent " + parents;
		}
		if (parent.group(1).equals("0".repeat(32)) || parent.group(2).equals("0".repeat(16))
				|| parent.group(2).equals(TraceContextCase.SPAN_ID)) {
			return "sent no id of its own: " + parents;
		}
		if (parent.group(1).equals(TraceContextCase.TRACE_ID) != specified.continued()) {
			return "the trace " + (specified.continued() ? "ends" : "goes on") + ": " + parents;
		}
		if (specified.flags() != null && !parent.group(3).equals(specified.flags())) {
			return "flags are " + parent.group(3);
		}
		List<String> states = sent.getOrDefault("tracestate", List.of());
		List<String> expected = (specified.state() != null) ? List.of(specified.state()) : List.of();
		return states.equals(expected) ? null : "state is " + states + " and not " + expected;
	}

	private static ConfigurableApplicationContext run(WebApplicationType server) {
		return new SpringApplicationBuilder(CallingApplication.class).web(server)
			.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
					"server.tomcat.max-http-request-header-size=64KB", "otel.traces.exporter=none",
					"otel.metrics.exporter=none", "otel.logs.exporter=none")
			.run();
	}

}
