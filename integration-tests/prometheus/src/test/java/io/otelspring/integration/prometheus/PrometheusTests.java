// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.prometheus;

import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedMetric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application from which Prometheus fetches, by the Actuator or from a port of its
 * own.
 */
@ExtendWith(OutputCaptureExtension.class)
class PrometheusTests {

	private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void realPrometheusFetchesMetricsAndTracesOfExemplars() throws Exception {
		Path program = PrometheusServer.program(System.getenv());
		try (ConfigurableApplicationContext context = run(
				"--management.endpoints.web.exposure.include=prometheus,otel");
				PrometheusServer prometheus = PrometheusServer.start(program, "/actuator/prometheus", port(context))) {
			String traceId = get(context, "/order").body();
			String total = prometheus.awaitQuery("orders_placed_total", (json) -> json.contains("\"1\"]"));
			assertThat(total).contains("\"order_kind\":\"book\"", "\"otel_scope_name\":\"shop\"");
			prometheus.awaitExemplars("orders_placed_total", (json) -> json.contains(traceId));
			prometheus.awaitExemplars("http_server_request_duration_seconds_bucket",
					(json) -> json.contains(traceId) && json.contains("\"span_id\""));
			prometheus.awaitQuery("target_info", (json) -> json.contains("\"service_name\":\"shop\""));
			prometheus.await("/api/v1/metadata?metric=http_server_request_duration_seconds",
					(json) -> json.contains("\"type\":\"histogram\"") && json.contains("\"unit\":\"seconds\""));
			prometheus.awaitQuery("up", (json) -> json.contains("\"1\"]"));
			assertThat(get(context, "/actuator/otel/signals").body()).contains(
					"\"name\":\"prometheus\",\"protocol\":\"prometheus\",\"endpoint\":\"/actuator/prometheus\"",
					"\"failed\":0,\"lastSuccess\":\"20");
		}
	}

	@Test
	void actuatorAnswersInTheFormatThatIsWanted() throws Exception {
		try (ConfigurableApplicationContext context = run("--management.endpoints.web.exposure.include=prometheus",
				"--otel.exporter.prometheus.prefix=acme")) {
			get(context, "/order");
			HttpResponse<String> openMetrics = get(context, "/actuator/prometheus", "Accept", OPENMETRICS);
			assertThat(openMetrics.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
				.isEqualToIgnoringCase("application/openmetrics-text;version=1.0.0;charset=utf-8");
			assertThat(openMetrics.body()).contains("trace_id=").endsWith("# EOF\n");
			HttpResponse<String> text = get(context, "/actuator/prometheus");
			assertThat(text.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
				.isEqualToIgnoringCase("text/plain;version=0.0.4;charset=utf-8");
			assertThat(text.body()).contains("\nacme_orders_placed_total{").doesNotContain("# EOF", "trace_id");
		}
	}

	@Test
	void portOfItsOwnServesWhereTheEndpointIsNotExposed(CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext one = run("--otel.exporter.prometheus.port=0");
				ConfigurableApplicationContext two = run("--otel.exporter.prometheus.port=0")) {
			get(one, "/order");
			List<String> addresses = Stream.of(output.getOut().split("\\R"))
				.filter((line) -> line.contains("OpenTelemetry exports"))
				.map((line) -> line.replaceAll(".*metrics to (http://localhost:\\d+/metrics) .*", "$1"))
				.toList();
			assertThat(addresses).hasSize(2)
				.doesNotHaveDuplicates()
				.allMatch((line) -> line.startsWith("http://localhost:"));
			HttpResponse<byte[]> zipped = this.client.send(HttpRequest.newBuilder(URI.create(addresses.get(0)))
				.header("Accept", OPENMETRICS)
				.header("Accept-Encoding", "gzip")
				.build(), HttpResponse.BodyHandlers.ofByteArray());
			assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
			assertThat(zipped.headers().firstValue("Content-Type"))
				.contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
			try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
				assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
					.contains("orders_placed_total{", "trace_id=")
					.endsWith("# EOF\n");
			}
			assertThat(send(addresses.get(1)).body()).doesNotContain("orders_placed_total{").contains("target_info{");
			assertThat(send(addresses.get(1).replace("/metrics", "/")).statusCode()).isEqualTo(404);
			one.close();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> send(addresses.get(0)));
			assertThat(send(addresses.get(1)).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void portThatIsTakenStopsTheStartWithARemedy(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> run("--otel.exporter.prometheus.port=" + taken.getLocalPort()));
			assertThat(output).contains("APPLICATION FAILED TO START", "otel.exporter.prometheus.port",
					Integer.toString(taken.getLocalPort()), "Name another port");
		}
	}

	@Test
	void totalsAreFetchedAlthoughDifferencesAreSent() throws Exception {
		try (OtlpCollector collector = OtlpCollector.start();
				ConfigurableApplicationContext context = run("--management.endpoints.web.exposure.include=prometheus",
						"--otel.metrics.exporter=otlp,prometheus",
						"--otel.exporter.otlp.endpoint=" + collector.httpEndpoint(),
						"--otel.exporter.otlp.metrics.temporality.preference=delta",
						"--otel.metric.export.interval=200ms")) {
			get(context, "/order");
			assertThat(collector.awaitMetric("orders.placed").temporality())
				.isEqualTo(ReceivedMetric.Temporality.DELTA);
			collector.reset();
			get(context, "/order");
			assertThat(collector.awaitMetric("orders.placed").points().get(0).value()).isEqualTo(1L);
			assertThat(get(context, "/actuator/prometheus").body()).containsPattern("orders_placed_total\\{[^}]*} 2\n");
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Shop.class)
			.properties("server.port=0", "spring.application.name=shop", "otel.traces.exporter=none",
					"otel.metrics.exporter=prometheus", "otel.logs.exporter=none")
			.run(arguments);
	}

	private static int port(ConfigurableApplicationContext context) {
		return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	private HttpResponse<String> get(ConfigurableApplicationContext context, String path, String... headers)
			throws Exception {
		return send("http://localhost:" + port(context) + path, headers);
	}

	private HttpResponse<String> send(String uri, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	@SpringBootApplication
	@RestController
	static class Shop {

		private final LongCounter orders;

		Shop(Meter meter) {
			this.orders = meter.counterBuilder("orders.placed").build();
		}

		@GetMapping("/order")
		String order() {
			this.orders.add(1, Attributes.of(AttributeKey.stringKey("order.kind"), "book"));
			return Span.current().getSpanContext().getTraceId();
		}

	}

}
