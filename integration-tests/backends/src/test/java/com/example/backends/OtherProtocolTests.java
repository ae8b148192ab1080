// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The backends that are not reached by OTLP.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherProtocolTests {

	@Test
	void zipkinReceivesSpansInItsOwnForm() throws Exception {
		try (HttpStandIn zipkin = new HttpStandIn(Map.of())) {
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=zipkin",
					"--otel.backends.zipkin.endpoint=" + zipkin.url())) {
				Shop.work(context);
				ExportStatus status = context.getBean(ExportStatus.class);
				assertThat(status.all()).extracting(ExporterStatus::name).containsExactly("zipkin");
			}
			assertThat(zipkin.received("/api/v2/spans")).contains("\"name\":\"order\"", "\"traceId\"");
		}
	}

	@Test
	void prometheusFetchesMetrics() throws Exception {
		try (ConfigurableApplicationContext context = Shop.start("--otel.backend=prometheus",
				"--otel.exporter.prometheus.host=127.0.0.1", "--otel.exporter.prometheus.port=0")) {
			Shop.work(context);
			List<ExporterStatus> exporters = context.getBean(ExportStatus.class).of(Signal.METRICS);
			assertThat(exporters).extracting(ExporterStatus::name).containsExactly("prometheus");
			assertThat(context.getBean(ExportStatus.class).of(Signal.TRACES)).isEmpty();
			String scraped = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(exporters.get(0).endpoint())).build(), BodyHandlers.ofString())
				.body();
			assertThat(scraped).contains("orders_total", "order_value_bucket");
		}
	}

	@Test
	void consolePrintsAllSignals(CapturedOutput output) {
		try (ConfigurableApplicationContext context = Shop.start("--otel.backend=console")) {
			Shop.work(context);
		}
		assertThat(output).containsPattern("SPAN .*order")
			.containsPattern("METRIC .*orders")
			.containsPattern("LOG .*ordered");
	}

}
