// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.zipkin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.opentelemetry.api.trace.Span;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import io.otelspring.annotation.Traced;
import io.otelspring.test.Patience;
import io.otelspring.test.ServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that sends its spans to a real Zipkin server, which is asked for them.
 */
class ZipkinTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ZipkinServer zipkin;

	@BeforeAll
	static void startServer() throws Exception {
		zipkin = ZipkinServer.start(ServerProcess.freePort());
	}

	@AfterAll
	static void stopServer() throws Exception {
		zipkin.close();
	}

	@Test
	void traceIsInZipkinWithKindsParentsTagsErrorsAndWhomItCalls() throws Exception {
		try (ConfigurableApplicationContext context = run(zipkin.spansEndpoint())) {
			String traceId = get(context, "/order").body();
			List<Map<String, Object>> spans = zipkin.awaitTrace(traceId, 4);
			assertThat(spans).extracting("name")
				.containsExactlyInAnyOrder("get /order", "pack", "get /stock/{id}", "get /stock/{id}");
			assertThat(spans).extracting("localEndpoint.serviceName").containsOnly("shop");
			Map<String, Object> root = only(spans, "get /order", "SERVER");
			Map<String, Object> internal = only(spans, "pack", null);
			Map<String, Object> call = only(spans, "get /stock/{id}", "CLIENT");
			Map<String, Object> served = only(spans, "get /stock/{id}", "SERVER");
			assertThat(root).doesNotContainKey("parentId").doesNotContainKey("remoteEndpoint");
			assertThat(internal).containsEntry("parentId", root.get("id"));
			assertThat(call).containsEntry("parentId", internal.get("id"));
			assertThat(served).containsEntry("parentId", call.get("id"));
			assertThat(tags(root)).containsEntry("http.route", "/order")
				.containsEntry("http.response.status_code", "200")
				.containsKey("otel.scope.name")
				.doesNotContainKeys("error", "otel.status_code");
			assertThat(call.get("remoteEndpoint"))
				.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
				.containsEntry("serviceName", "localhost");
			assertThat(tags(call)).containsEntry("http.response.status_code", "503")
				.containsEntry("otel.status_code", "ERROR")
				.containsKey("error");
			assertThat(tags(served)).containsEntry("otel.status_code", "ERROR").containsKey("error");
			assertThat((Number) root.get("duration")).extracting(Number::longValue).matches((micros) -> micros > 0);
			assertThat(internal.get("annotations").toString()).contains("exception");
			assertThat(zipkin.await("/api/v2/services", (names) -> names.contains("shop"))).contains("shop");
			assertThat(get(context, "/actuator/otel/signals").body())
				.contains("\"name\":\"zipkin\"", "\"protocol\":\"http/json\"",
						"\"endpoint\":\"" + zipkin.spansEndpoint() + "\"")
				.doesNotContain("\"exported\":0,\"failed\":0,\"lastSuccess\":null,\"lastError\":null}],"
						+ "\"exported\":0,\"failed\":0,\"dropped\":0,\"queued\":0},\"metrics\"");
		}
	}

	@Test
	void serverThatIsDownCostsNoRequestAndGetsAllWhenItIsBack() throws Exception {
		int port = ServerProcess.freePort();
		String down = "http://localhost:" + port + "/api/v2/spans";
		try (ConfigurableApplicationContext context = run(down)) {
			HttpResponse<String> answer = get(context, "/order");
			assertThat(answer.statusCode()).isEqualTo(200);
			awaitSignals(context, "\"exported\":0,\"failed\":0,\"lastSuccess\":null,\"lastError\":\"");
			awaitSignals(context, "\"dropped\":0,\"queued\":4");
			try (ZipkinServer back = ZipkinServer.start(port)) {
				assertThat(back.awaitTrace(answer.body(), 4)).hasSize(4);
				awaitSignals(context, "\"exported\":4,\"failed\":0,\"dropped\":0,\"queued\":0");
			}
		}
	}

	@Test
	void whatZipkinDoesNotUnderstandItRefusesForGood() throws Exception {
		HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create(zipkin.spansEndpoint()))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("[{\"traceId\":\"no\"}]"))
			.build(), HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(400);
	}

	private static void awaitSignals(ConfigurableApplicationContext context, String expected) throws Exception {
		Patience.await(expected, () -> get(context, "/actuator/otel/signals").body().contains(expected));
	}

	private static ConfigurableApplicationContext run(String endpoint) {
		return new SpringApplicationBuilder(Shop.class).run("--server.port=0", "--spring.application.name=shop",
				"--otel.traces.exporter=zipkin", "--otel.metrics.exporter=none", "--otel.logs.exporter=none",
				"--otel.exporter.zipkin.endpoint=" + endpoint, "--otel.exporter.zipkin.timeout=30s",
				"--otel.bsp.schedule.delay=100ms", "--management.endpoints.web.exposure.include=otel");
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
		String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
		return client.send(HttpRequest.newBuilder(URI.create(base + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static Map<String, Object> only(List<Map<String, Object>> spans, String name, String kind) {
		List<Map<String, Object>> found = spans.stream()
			.filter((span) -> name.equals(span.get("name")) && Objects.equals(kind, span.get("kind")))
			.toList();
		assertThat(found).as(name + " " + kind).hasSize(1);
		return found.get(0);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> tags(Map<String, Object> span) {
		return (Map<String, Object>) span.get("tags");
	}

	@SpringBootApplication
	@Import(Packing.class)
	@RestController
	static class Shop {

		private final RestClient stock;

		private final Environment environment;

		private final Packing packing;

		Shop(RestClient.Builder builder, Environment environment, Packing packing) {
			this.packing = packing;
			this.stock = builder.build();
			this.environment = environment;
		}

		@GetMapping("/order")
		String order() {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.packing.pack(() -> this.stock.get()
				.uri("http://localhost:" + this.environment.getProperty("local.server.port") + "/stock/{id}", 7)
				.retrieve()
				.toBodilessEntity()));
			return Span.current().getSpanContext().getTraceId();
		}

		@GetMapping("/stock/{id}")
		ResponseEntity<Void> stock() {
			return ResponseEntity.status(503).build();
		}

	}

	/**
	 * A bean with an annotated method.
	 */
	static class Packing {

		@Traced("pack")
		void pack(Runnable work) {
			work.run();
		}

	}

}
