// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.server.servlet;

import java.util.concurrent.Callable;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.autoconfigure.Suppression;
import io.otelspring.test.HttpSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Requests of which a started application records nothing, nor of what they call.
 */
class ServerExclusionTests {

	private static final String EXPOSE = "management.endpoints.web.exposure.include=*";

	@Test
	void actuatorIsExcludedByDefault() {
		try (RunningServer server = RunningServer.start()) {
			assertThat(server.get("/actuator/health").status()).isEqualTo(200);
			assertThat(server.get("/actuator").status()).isEqualTo(200);
			assertThat(server.get("/actuator/nothing").status()).isEqualTo(404);
			assertThat(server.get("/otel-viewer/spans").status()).isEqualTo(404);
			assertNothingButOneOrderIsRecorded(server);
		}
	}

	@Test
	void nothingBelowAnExcludedPathIsRecorded() {
		try (RunningServer server = RunningServer.start(Probe.class, EXPOSE)) {
			assertThat(server.get("/actuator/probe").body()).contains("suppressed");
			assertThat(server
				.get("/actuator/probe", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
				.body()).contains("suppressed").contains("0af7651916cd43dd8448eb211c80319c");
			assertNothingButOneOrderIsRecorded(server);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/manage/probe", "/manage" })
	void customBasePathIsExcluded(String path) {
		try (RunningServer server = RunningServer.start(Probe.class, EXPOSE,
				"management.endpoints.web.base-path=/manage")) {
			assertThat(server.get(path).status()).isEqualTo(200);
			assertNothingButOneOrderIsRecorded(server);
		}
	}

	@Test
	void endpointsAtTheRootAreExcludedOneByOne() {
		try (RunningServer server = RunningServer.start(Probe.class, EXPOSE, "management.endpoints.web.base-path=/",
				"management.endpoints.web.path-mapping.probe=checks/probe",
				"management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.probes.add-additional-paths=true")) {
			assertThat(server.get("/checks/probe").body()).contains("suppressed");
			assertThat(server.get("/health").status()).isEqualTo(200);
			assertThat(server.get("/livez").status()).isEqualTo(200);
			assertNothingButOneOrderIsRecorded(server);
		}
	}

	@Test
	void portOfItsOwnIsExcluded() {
		try (RunningServer server = RunningServer.start(Probe.class, EXPOSE, "management.server.port=0")) {
			int port = server.context().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			assertThat(port).isNotEqualTo(server.port());
			assertThat(HttpSocket.exchange(port, "GET", "/actuator/probe").body()).contains("suppressed");
			assertThat(HttpSocket.exchange(port, "GET", "/actuator/nothing").status()).isEqualTo(404);
			assertNothingButOneOrderIsRecorded(server);
		}
	}

	@Test
	void portOfItsOwnLeavesTheApplicationsPathsAlone() {
		try (RunningServer server = RunningServer.start(EXPOSE, "management.server.port=0",
				"management.endpoints.web.base-path=/orders")) {
			assertThat(server.get("/orders/1").status()).isEqualTo(200);
			assertThat(server.serverSpan().getName()).isEqualTo("GET /orders/{id}");
		}
	}

	@Test
	void excludedPatternsHoldOnEveryDispatchAndThread() {
		try (RunningServer server = RunningServer.start(Probe.class,
				"otel.instrumentation.http.server.exclude-paths[0]=/quiet/{id:[0-9]+}/**",
				"otel.instrumentation.http.server.exclude-paths[1]=/async/**",
				"otel.instrumentation.http.server.exclude-paths[2]=/failures/escaping",
				"otel.instrumentation.http.server.trace-response=true", "otel.viewer.path=/look")) {
			assertThat(server.get("/quiet/1/later").body()).contains("suppressed");
			assertThat(server.get("/async/callable").status()).isEqualTo(200);
			assertThat(server.get("/async/deferred/timeout").status()).isEqualTo(503);
			assertThat(server.get("/failures/escaping").header("traceresponse")).isNull();
			assertThat(server.get("/look/inside").status()).isEqualTo(404);
			assertNothingButOneOrderIsRecorded(server);
		}
	}

	@Test
	void patternThatIsNoneStopsTheStart() {
		assertThatException()
			.isThrownBy(() -> RunningServer.start("otel.instrumentation.http.server.exclude-paths=/quiet/{id"))
			.havingRootCause()
			.withMessageContaining("otel.instrumentation.http.server.exclude-paths")
			.withMessageContaining("/quiet/{id");
	}

	private static void assertNothingButOneOrderIsRecorded(RunningServer server) {
		server.get("/orders/1");
		assertThat(server.serverSpan().getName()).isEqualTo("GET /orders/{id}");
		assertThat(server.spans()).hasSize(1);
		assertThat(server.duration().getCount()).isEqualTo(1);
		assertThat(server.activeByAttributes()).hasSize(1);
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Probe {

		@Bean
		ProbeEndpoint probeEndpoint(OpenTelemetry openTelemetry) {
			return new ProbeEndpoint(openTelemetry);
		}

		@Bean
		QuietRoutes quietRoutes(OpenTelemetry openTelemetry) {
			return new QuietRoutes(new ProbeEndpoint(openTelemetry));
		}

	}

	@Endpoint(id = "probe")
	record ProbeEndpoint(OpenTelemetry openTelemetry) {

		@ReadOperation
		String probe() {
			Span span = this.openTelemetry.getTracer("test").spanBuilder("child").startSpan();
			span.end();
			boolean suppressed = Suppression.isSuppressed(Context.current()) && !span.isRecording()
					&& span.getSpanContext().isValid() && !span.getSpanContext().isSampled();
			return (suppressed ? "suppressed " : "recorded ") + span.getSpanContext().getTraceId();
		}

	}

	@RestController
	record QuietRoutes(ProbeEndpoint probe) {

		@GetMapping("/quiet/{id}/later")
		Callable<String> later() {
			return this.probe::probe;
		}

	}

}
