// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.lang.management.ManagementFactory;
import java.util.Map;

import javax.management.ObjectName;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.FindingSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sampling as a user configures it, seen at a collector.
 */
class SamplingApplicationTests {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String RULES = "otel.traces.sampling.rules";

	private static final String ORDER = "GET /orders/{id}";

	@Test
	void rulesDecideAboutRequests() throws Exception {
		try (SampledApplication application = SampledApplication.start(RULES + "[0].path=/health/**",
				RULES + "[0].ratio=0", RULES + "[1].path=/orders/{id}", RULES + "[1].method=GET", RULES + "[1].ratio=1",
				"otel.traces.sampler=parentbased_always_off")) {
			application.get("/health/live");
			application.get("/orders/12");
			application.get("/slow");
			assertThat(application.spans(1)).containsExactly(ORDER);
			application.get("/orders/12", "traceparent", parent("00"));
			application.get("/health/live", "traceparent", parent("01"));
			assertThat(application.spans(2)).containsExactlyInAnyOrder(ORDER, "GET /health/live");
			Map<String, Object> section = application.section();
			assertThat(section.get("rules")).asString().contains("path=/health/**, ratio=0.0", "method=GET");
			assertThat(section.get("localRoots")).asString().contains("rule", "configured sampler");
			assertThat(section).containsEntry("inForce", true).containsEntry("trustSampled", true);
			assertThat(section.get("sampler")).asString().contains("AlwaysOff");
		}
	}

	@Test
	void ratioOfRunTimeIsSeenByTheNextRequest() throws Exception {
		try (SampledApplication application = SampledApplication.start("otel.traces.sampler=always_off");
				SampledApplication other = SampledApplication.start("otel.traces.sampler=always_off")) {
			application.get("/orders/1");
			assertThat(application.post("/actuator/otel/sampling", "{\"ratio\": 1}").statusCode()).isEqualTo(204);
			application.get("/orders/2");
			other.get("/orders/2");
			assertThat(application.spans(1)).containsExactly(ORDER);
			assertThat(other.spans(0)).isEmpty();
			assertThat(application.section()).containsEntry("currentRatio", 1.0).containsEntry("configuredRatio", null);
			assertThat(application.section().get("localRoots")).asString().contains("run time");
			application.get("/orders/3", "traceparent", parent("00"));
			application.post("/actuator/otel/sampling", "{\"ratio\": 0}");
			application.get("/orders/4");
			application.get("/slow", "traceparent", parent("01"));
			assertThat(application.spans(2)).containsExactlyInAnyOrder(ORDER, "GET /slow");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"ratio\": 1.1}", "{\"ratio\": -1}", "{\"ratio\": \"much\"}",
			"{\"ratio\": \"NaN\"}", "{\"ratio\": null}" })
	void badRatioIsRefusedAndSaidWhy(String json) throws Exception {
		try (SampledApplication application = SampledApplication.start("otel.traces.sampler=traceidratio",
				"otel.traces.sampler.arg=0.25", "otel.traces.exporter=none")) {
			var response = application.post("/actuator/otel/sampling", json);
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("message").contains("0 to 1");
			assertThat(application.section()).containsEntry("currentRatio", 0.25)
				.containsEntry("configuredRatio", 0.25);
		}
	}

	@Test
	void requestWithoutJsonIsToldToSendIt() throws Exception {
		try (SampledApplication application = SampledApplication.start("otel.traces.exporter=none")) {
			var response = application.post("/actuator/otel/sampling", "", null);
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("application/json");
			assertThat(application.post("/actuator/otel/flush", "{}").statusCode()).isEqualTo(204);
			assertThat(application.post("/actuator/otel/nothing", "{}").body()).contains("no operation 'nothing'");
		}
	}

	@Test
	void readOnlyAccessRefusesTheChange() throws Exception {
		try (SampledApplication application = SampledApplication.start("management.endpoint.otel.access=read-only",
				"otel.traces.exporter=none")) {
			assertThat(application.post("/actuator/otel/sampling", "{\"ratio\": 0.5}").statusCode()).isEqualTo(405);
			assertThat(application.post("/actuator/otel/flush", "{}").statusCode()).isEqualTo(405);
			assertThat(application.section()).containsEntry("currentRatio", null);
		}
	}

	@Test
	void ratioCanBeSetByJmx() throws Exception {
		try (SampledApplication application = SampledApplication.start("spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=otel", "management.endpoints.jmx.domain=sampling.test",
				"otel.traces.exporter=none")) {
			ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("sampling.test:type=Endpoint,name=Otel"), "change",
						new Object[] { "sampling", 0.5 },
						new String[] { String.class.getName(), Double.class.getName() });
			assertThat(application.section()).containsEntry("currentRatio", 0.5);
		}
	}

	@Test
	void usersSamplerComesInPlaceOfTheConfiguredOne() throws Exception {
		try (SampledApplication application = SampledApplication.with(UsersSampler.class, RULES + "[0].path=/health/**",
				RULES + "[0].ratio=1")) {
			application.get("/orders/1");
			application.get("/health/live");
			assertThat(application.spans(1)).containsExactly("GET /health/live");
			application.post("/actuator/otel/sampling", "{\"ratio\": 1}");
			application.get("/orders/1");
			assertThat(application.spans(2)).containsExactlyInAnyOrder("GET /health/live", ORDER);
		}
	}

	@Test
	void usersTracerProviderIsSaidAndNotChanged() throws Exception {
		try (SampledApplication application = SampledApplication.with(UsersProvider.class, RULES + "[0].ratio=1")) {
			var response = application.post("/actuator/otel/sampling", "{\"ratio\": 1}");
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("SdkTracerProvider");
			assertThat(application.section()).containsEntry("inForce", false);
			assertThat(application.context().getBean(SamplingFindings.class))
				.satisfies((FindingSource source) -> assertThat(source.findings()).singleElement()
					.extracting((finding) -> finding.what())
					.asString()
					.contains("in a way of its own"));
		}
	}

	@Test
	void failedRequestIsExportedThoughTheRatioSaysNo() throws Exception {
		try (SampledApplication application = SampledApplication.start("otel.traces.sampler=parentbased_traceidratio",
				"otel.traces.sampler.arg=0", "otel.traces.keep.errors=true")) {
			application.get("/orders/1");
			String downstream = application.get("/fails").body();
			assertThat(downstream).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
			assertThat(application.spans(3)).containsExactlyInAnyOrder("GET /fails", "GET /headers", "step");
			assertThat(application.collector.spans()).extracting((span) -> span.traceId())
				.containsOnly(downstream.substring(3, 35));
			application.get("/fails", "traceparent", parent("00"));
			assertThat(application.spans(3)).hasSize(3);
			assertThat(application.section().get("keep")).asString()
				.contains("errors=true", "keptTraces=1", "keptSpans=3", "heldTraces=0", "heldSpans=0");
		}
	}

	@Test
	void slowRequestIsExportedThoughTheRatioSaysNo() throws Exception {
		try (SampledApplication application = SampledApplication.start("otel.traces.sampler=always_off",
				"otel.traces.keep.slower-than=50ms")) {
			application.get("/slow");
			assertThat(application.spans(1)).contains("GET /slow");
		}
	}

	@Test
	void nothingIsHeldWhereNothingIsKept() throws Exception {
		try (SampledApplication application = SampledApplication.start("otel.traces.exporter=none")) {
			assertThat(application.context().getBean(TraceSampling.class).held()).isNull();
			assertThat(application.section().get("keep")).asString().isEqualTo("{errors=false, slowerThan=null}");
			assertThat(application.section().get("localRoots")).asString().isEqualTo("[the configured sampler]");
		}
	}

	private static String parent(String flags) {
		return "00-" + TRACE_ID + "-b7ad6b7169203331-" + flags;
	}

	@Configuration(proxyBeanMethods = false)
	static class UsersSampler {

		@Bean
		Sampler mySampler() {
			return Sampler.parentBased(Sampler.alwaysOff());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersProvider {

		@Bean
		SdkTracerProvider myTracerProvider() {
			SdkTracerProvider provider = SdkTracerProvider.builder().build();
			provider.get("mine").spanBuilder("mine").startSpan().setAllAttributes(Attributes.empty()).end();
			return provider;
		}

	}

}
