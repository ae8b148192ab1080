// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application, and what its Actuator shows over HTTP.
 */
class OtelEndpointTests {

	private static final OtlpCollector collector = OtlpCollector.start();

	private static ConfigurableApplicationContext context;

	private static final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		context = SpringApplication.run(Application.class, "--server.port=0", "--spring.application.name=shop",
				"--management.endpoints.web.exposure.include=health,otel",
				"--management.endpoint.health.show-details=always",
				"--otel.exporter.otlp.endpoint=" + collector.httpEndpoint(),
				"--otel.exporter.otlp.headers.api-key=planted-secret", "--otel.bsp.schedule.delay=1h",
				"--otel.blrp.schedule.delay=1h", "--otel.java.exporter.otlp.retry.disabled=true",
				"--otel.instrumentation.http.client.enabled=false");
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
	}

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(OtelActuatorAutoConfiguration.class.getName());
	}

	@Test
	void showsAllSectionsAndNoSecret() throws Exception {
		String all = get("/actuator/otel").body();
		assertThat(JsonParserFactory.getJsonParser().parseMap(all)).containsKeys("sdk", "signals", "propagators",
				"instrumentations", "annotations", "configuration", "findings");
		assertThat(all).doesNotContain("planted-secret");
	}

	@Test
	void showsEachSectionUnwrapped() throws Exception {
		Map<String, Object> sdk = section("sdk");
		assertThat(sdk).containsEntry("disabled", false);
		assertThat(sdk.get("resource").toString()).contains("service.name=shop");
		assertThat(section("propagators").get("fields").toString()).contains("traceparent", "baggage");
		assertThat(get("/actuator/otel/nothing").statusCode()).isEqualTo(404);
	}

	@Test
	void showsConfigurationWithOriginAndMasksSecrets() throws Exception {
		Map<String, Object> configuration = section("configuration");
		assertThat(configuration.get("otel.exporter.otlp.headers").toString()).contains("******")
			.contains("otel.exporter.otlp.headers.api-key");
		assertThat(configuration.get("otel.service.name").toString()).contains("shop", "spring.application.name");
		assertThat(configuration.get("otel.bsp.schedule.delay").toString()).contains("commandLineArgs");
	}

	@Test
	void showsInstrumentationsAndWhyOneIsInactive() throws Exception {
		String instrumentations = get("/actuator/otel/instrumentations").body();
		assertThat(JsonParserFactory.getJsonParser().parseList(instrumentations))
			.anySatisfy((entry) -> assertThat(entry.toString()).contains("name=http.server", "active=true"))
			.anySatisfy((entry) -> assertThat(entry.toString()).contains("name=http.client", "active=false",
					"otel.instrumentation.http.client.enabled is false"));
	}

	@Test
	void showsAnnotationsInEffectAndWithoutOne() throws Exception {
		assertThat(section("annotations")).containsOnlyKeys("active", "ineffective");
	}

	@Test
	void showsFindings() throws Exception {
		List<Object> findings = JsonParserFactory.getJsonParser().parseList(get("/actuator/otel/findings").body());
		assertThat(findings).contains(Map.of("severity", "INFO", "what", "It is what it is", "why", "Something follows",
				"fix", "Do something"));
	}

	@Test
	void flushExportsAndCounts() throws Exception {
		collector.respondWith(Reply.accepted());
		context.getBean(Tracer.class).spanBuilder("flushed").startSpan().end();
		assertThat(post("/actuator/otel/flush").statusCode()).isEqualTo(204);
		assertThat(collector.spans()).anyMatch((span) -> span.name().equals("flushed"));
		Map<?, ?> traces = (Map<?, ?>) section("signals").get("traces");
		assertThat(((Number) traces.get("exported")).longValue()).isPositive();
		assertThat(traces.get("exporters").toString()).contains("name=otlp", "protocol=http/protobuf",
				"endpoint=" + collector.httpEndpoint() + "/v1/traces", "lastSuccess=");
		assertThat(post("/actuator/otel/nothing").statusCode()).isEqualTo(400);
	}

	@Test
	void healthTellsThatTheExportFailsAndThatItWorksAgain() throws Exception {
		collector.respondWith(Reply.unavailable());
		context.getBean(Tracer.class).spanBuilder("late").startSpan().end();
		post("/actuator/otel/flush");
		String health = get("/actuator/health").body();
		assertThat(health).contains("\"otel\":{", "\"status\":\"UNKNOWN\"", "traces.otlp", "503");
		assertThat(health).startsWith("{").contains("\"status\":\"UP\"");
		Map<?, ?> traces = (Map<?, ?>) section("signals").get("traces");
		assertThat(((Number) traces.get("queued")).longValue()).isPositive();
		collector.respondWith(Reply.accepted());
		context.getBean(Tracer.class).spanBuilder("again").startSpan().end();
		post("/actuator/otel/flush");
		assertThat(get("/actuator/health").body()).doesNotContain("traces.otlp");
	}

	@Test
	void virtualMachineIsMeasuredAndSoIsThePipeline() throws Exception {
		collector.respondWith(Reply.accepted());
		context.getBean(Tracer.class).spanBuilder("measured").startSpan().end();
		post("/actuator/otel/flush");
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
			post("/actuator/otel/flush");
			return collector.metrics().stream().anyMatch((metric) -> metric.name().equals("jvm.memory.used"));
		});
		collector.awaitMetric("jvm.thread.count");
		collector.awaitMetric("otel.sdk.processor.span.queue.capacity");
		collector.awaitMetric("otel.sdk.span.started");
		collector.awaitMetric("otel.sdk.exporter.span.exported");
	}

	@Test
	void requestCarriesExemplars() throws Exception {
		collector.respondWith(Reply.accepted());
		get("/hello");
		post("/actuator/otel/flush");
		String traceId = collector.awaitSpan("GET /hello").traceId();
		collector.awaitMetric((metric) -> metric.name().equals("http.server.request.duration") && metric.points()
			.stream()
			.anyMatch(
					(point) -> point.exemplars().stream().anyMatch((exemplar) -> exemplar.traceId().equals(traceId))));
	}

	private static Map<String, Object> section(String name) throws IOException, InterruptedException {
		return JsonParserFactory.getJsonParser().parseMap(get("/actuator/otel/" + name).body());
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
	}

	private static HttpResponse<String> post(String path) throws IOException, InterruptedException {
		return client.send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static URI uri(String path) {
		return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		FindingSource somethingFound() {
			return () -> List
				.of(new Finding(Finding.Severity.INFO, "It is what it is", "Something follows", "Do something"));
		}

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
