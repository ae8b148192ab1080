// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.micrometer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Micrometer's registry for Prometheus has the Actuator's endpoint; the metrics by
 * OpenTelemetry's conventions are on a port of their own.
 */
class PrometheusBesideMicrometerTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void eachServesItsOwnAndNothingIsThereTwice() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(MicrometerTests.Shop.class).run(
				"--server.port=0", "--otel.traces.exporter=none", "--otel.logs.exporter=none",
				"--otel.metrics.exporter=prometheus", "--otel.exporter.prometheus.port=0",
				"--management.endpoints.web.exposure.include=prometheus,otel")) {
			String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
			get(base + "/order");
			// A request is measured after its answer
			String boots = await(base + "/actuator/prometheus", "http_server_requests_seconds_count{");
			String signals = get(base + "/actuator/otel/signals");
			String endpoint = signals.replaceAll("(?s).*\"endpoint\":\"(http://localhost:\\d+/metrics)\".*", "$1");
			// Measurements of the virtual machine begin a second after the start.
			String ours = await(endpoint, "jvm_memory_used_bytes{", "http_server_request_duration_seconds_count{");
			assertThat(boots).contains("http_server_requests_seconds_count{", "shop_orders_total{")
				.doesNotContain("http_server_request_duration_seconds", "otel_scope_name", "target_info");
			assertThat(ours)
				.contains("http_server_request_duration_seconds_count{", "shop_orders_total{", "jvm_memory_used_bytes{",
						"target_info{")
				.doesNotContain("http_server_requests_seconds");
			List<String> families = ours.lines().filter((line) -> line.startsWith("# TYPE ")).toList();
			assertThat(families).doesNotHaveDuplicates();
			assertThat(ours.lines().filter((line) -> line.startsWith("shop_orders_total{"))).hasSize(1);
		}
	}

	private String await(String uri, String... parts) {
		return Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> get(uri), (page) -> Stream.of(parts).allMatch(page::contains));
	}

	private String get(String uri) throws Exception {
		return this.client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
