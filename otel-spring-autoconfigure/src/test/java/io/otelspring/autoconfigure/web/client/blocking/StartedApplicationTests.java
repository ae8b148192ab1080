// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web.client.blocking;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application that calls itself, and what a collector receives of it.
 */
class StartedApplicationTests {

	private static OtlpCollector collector;

	private static ServletWebServerApplicationContext context;

	private static int port;

	@BeforeAll
	static void start() throws Exception {
		collector = OtlpCollector.start();
		context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--spring.jmx.enabled=false", "--logging.level.root=warn",
					"--otel.exporter.otlp.endpoint=" + collector.httpEndpoint(), "--otel.bsp.schedule.delay=50ms",
					"--otel.metric.export.interval=200ms");
		port = context.getWebServer().getPort();
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "client", "template", "own", "service" })
	void oneTraceThroughClientAndServer(String kind) throws Exception {
		assertThat(get("/outer/" + kind)).isEqualTo("leaf 7");
		ReceivedSpan root = collector.awaitSpan("GET /outer/" + kind);
		ReceivedSpan client = collector
			.awaitSpan((span) -> span.kind() == ReceivedSpan.Kind.CLIENT && span.isChildOf(root));
		ReceivedSpan leaf = collector.awaitSpan((span) -> span.name().equals("GET /leaf/{id}")
				&& span.kind() == ReceivedSpan.Kind.SERVER && span.isChildOf(client));
		assertThat(root.isRoot()).isTrue();
		assertThat(client.name()).isEqualTo("GET /leaf/{id}");
		assertThat(client.attributes()).containsEntry("http.request.method", "GET")
			.containsEntry("url.template", "/leaf/{id}")
			.containsEntry("url.full", "http://localhost:" + port + "/leaf/7")
			.containsEntry("server.address", "localhost")
			.containsEntry("server.port", (long) port)
			.containsEntry("http.response.status_code", 200L);
		assertThat(client.status()).isEqualTo(ReceivedSpan.StatusCode.UNSET);
		assertThat(leaf.traceId()).isEqualTo(root.traceId());
		assertThat(collector.spans().stream().filter((span) -> span.isChildOf(root))).hasSize(1);
	}

	@Test
	void theDurationIsExported() throws Exception {
		get("/outer/client");
		ReceivedMetric metric = collector.awaitMetric(
				(candidate) -> candidate.name().equals("http.client.request.duration") && candidate
					.point(Map.of("http.request.method", "GET", "server.address", "localhost", "server.port",
							(long) port, "http.response.status_code", 200L))
					.isPresent());
		assertThat(metric.unit()).isEqualTo("s");
		assertThat(metric.points()).allMatch((point) -> !point.attributes().containsKey("url.template"));
	}

	private static String get(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportHttpServices(types = Leaves.class)
	static class Application {

		@Bean
		RestTemplate own() {
			return new RestTemplate();
		}

		@Bean
		Routes routes(RestClient.Builder client, RestTemplateBuilder template, RestTemplate own, Leaves leaves) {
			return new Routes(client.build(), template.build(), own, leaves);
		}

	}

	@RestController
	static class Routes {

		private final RestClient client;

		private final RestTemplate template;

		private final RestTemplate own;

		private final Leaves leaves;

		Routes(RestClient client, RestTemplate template, RestTemplate own, Leaves leaves) {
			this.client = client;
			this.template = template;
			this.own = own;
			this.leaves = leaves;
		}

		@GetMapping("/outer/client")
		String client() {
			return this.client.get().uri(url() + "/leaf/{id}", 7).retrieve().body(String.class);
		}

		@GetMapping("/outer/template")
		String template() {
			return this.template.getForObject(url() + "/leaf/{id}", String.class, 7);
		}

		@GetMapping("/outer/own")
		String own() {
			return this.own.getForObject(url() + "/leaf/{id}", String.class, 7);
		}

		@GetMapping("/outer/service")
		String service() {
			return this.leaves.leaf(String.valueOf(port), 7);
		}

		@GetMapping("/leaf/{id}")
		String leaf(@PathVariable int id) {
			return "leaf " + id;
		}

		private static String url() {
			return "http://localhost:" + port;
		}

	}

	interface Leaves {

		@GetExchange("http://localhost:{port}/leaf/{id}")
		String leaf(@PathVariable String port, @PathVariable int id);

	}

}
