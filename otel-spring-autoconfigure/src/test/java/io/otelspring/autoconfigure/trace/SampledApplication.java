// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.trace;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import jakarta.servlet.http.HttpServletRequest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import io.otelspring.annotation.Traced;
import io.otelspring.test.OtlpCollector;

/**
 * A started application whose traces go to a collector.
 */
final class SampledApplication implements AutoCloseable {

	private static final HttpClient client = HttpClient.newHttpClient();

	final OtlpCollector collector = OtlpCollector.start();

	private final ConfigurableApplicationContext context;

	private SampledApplication(Class<?> further, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--logging.level.root=warn", "--management.endpoints.web.exposure.include=otel",
				"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "--otel.metrics.exporter=none",
				"--otel.logs.exporter=none", "--otel.register-global=false"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		this.context = new SpringApplicationBuilder(Application.class, further).web(WebApplicationType.SERVLET)
			.run(arguments.toArray(new String[0]));
	}

	static SampledApplication start(String... properties) {
		return new SampledApplication(Application.class, properties);
	}

	static SampledApplication with(Class<?> configuration, String... properties) {
		return new SampledApplication(configuration, properties);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
		return client.send(((headers.length > 0) ? request.headers(headers) : request).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
		return post(path, json, "application/json");
	}

	HttpResponse<String> post(String path, String json, @Nullable String type)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
			.POST((type != null) ? HttpRequest.BodyPublishers.ofString(json) : HttpRequest.BodyPublishers.noBody());
		return client.send(((type != null) ? request.header("Content-Type", type) : request).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	Map<String, Object> section() throws IOException, InterruptedException {
		return JsonParserFactory.getJsonParser().parseMap(get("/actuator/otel/sampling").body());
	}

	/**
	 * Return the names of the spans that the collector has.
	 * @param expected how many are waited for; the span of a request may end after its
	 * response has been received
	 * @return the names in no order
	 */
	List<String> spans(int expected) {
		SdkTracerProvider provider = this.context.getBean(SdkTracerProvider.class);
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
			provider.forceFlush().join(1, TimeUnit.MINUTES);
			return this.collector.spans().size() >= expected;
		});
		return this.collector.spans().stream().map((span) -> span.name()).toList();
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

	@Override
	public void close() {
		this.context.close();
		this.collector.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final RestClient.Builder clients;

		private final Steps steps;

		Application(RestClient.Builder clients, Steps steps) {
			this.clients = clients;
			this.steps = steps;
		}

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			return "order " + id;
		}

		@GetMapping("/health/live")
		String live() {
			return "up";
		}

		@GetMapping("/headers")
		String headers(HttpServletRequest request) {
			return String.valueOf(request.getHeader("traceparent"));
		}

		@GetMapping("/fails")
		ResponseEntity<String> fails(HttpServletRequest request) {
			this.steps.step();
			String next = this.clients.build()
				.get()
				.uri("http://127.0.0.1:" + request.getLocalPort() + "/headers")
				.retrieve()
				.body(String.class);
			return ResponseEntity.internalServerError().body(next);
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			Thread.sleep(60);
			return "slow";
		}

		@Configuration(proxyBeanMethods = false)
		static class Parts {

			@Bean
			Steps steps() {
				return new Steps();
			}

		}

	}

	public static class Steps {

		@Traced("step")
		public void step() {
			// Nothing but a span
		}

	}

}
