// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.autoconfigure.TelemetrySection;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several backends at once.
 */
@ExtendWith(OutputCaptureExtension.class)
class SeveralBackendsTests {

	@Test
	void eachSignalGoesWhereItIsTaken(CapturedOutput output) {
		try (OtlpCollector traces = OtlpCollector.start(); OtlpCollector logs = OtlpCollector.start()) {
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=jaeger,loki",
					"--otel.backends.jaeger.endpoint=" + traces.httpEndpoint(),
					"--otel.backends.loki.endpoint=" + logs.httpEndpoint())) {
				Shop.work(context);
				ExportStatus status = context.getBean(ExportStatus.class);
				assertThat(status.of(Signal.TRACES)).extracting(ExporterStatus::name).containsExactly("jaeger");
				assertThat(status.of(Signal.METRICS)).isEmpty();
				assertThat(status.of(Signal.LOGS)).extracting(ExporterStatus::name).containsExactly("loki");
			}
			traces.awaitSpan("order");
			logs.awaitLog((log) -> "ordered".equals(log.body()));
			assertThat(traces.logRecords()).isEmpty();
			assertThat(logs.spans()).isEmpty();
			assertThat(output).contains("traces to " + traces.httpEndpoint() + "/v1/traces (jaeger, http/protobuf)",
					"metrics nowhere", "logs to " + logs.httpEndpoint() + "/otlp/v1/logs (loki, http/protobuf)",
					"No backend takes metrics");
		}
	}

	@Test
	void oneThatHangsDoesNotHoldUpAnother() {
		try (OtlpCollector hanging = OtlpCollector.start(); OtlpCollector working = OtlpCollector.start()) {
			hanging.respondWith(Reply.never());
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=collector,jaeger",
					"--otel.exporter.otlp.endpoint=" + hanging.httpEndpoint(),
					"--otel.backends.jaeger.endpoint=" + working.httpEndpoint(), "--otel.bsp.schedule.delay=50ms",
					"--otel.export.shutdown-timeout=200ms")) {
				for (int i = 0; i < 3; i++) {
					Shop.work(context);
					int expected = i + 1;
					working.await("the span of the working backend",
							() -> Optional.of(working.spans()).filter((spans) -> spans.size() >= expected));
				}
				List<ExporterStatus> exporters = context.getBean(ExportStatus.class).of(Signal.TRACES);
				assertThat(exporters).extracting(ExporterStatus::name).containsExactly("collector", "jaeger");
				assertThat(exporters.get(0).exported()).isZero();
				working.await("the answers to be counted",
						() -> Optional.of(exporters.get(1).exported()).filter((exported) -> exported == 3));
			}
		}
	}

	@Test
	void exportersThatAreNamedForASignalWin(CapturedOutput output) {
		try (OtlpCollector jaeger = OtlpCollector.start()) {
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=collector,jaeger",
					"--otel.backends.jaeger.endpoint=" + jaeger.httpEndpoint(), "--otel.traces.exporter=console,jaeger",
					"--otel.metrics.exporter=none", "--otel.logs.exporter=none")) {
				Shop.work(context);
				assertThat(context.getBean(ExportStatus.class).all()).extracting(ExporterStatus::name)
					.containsExactly("console", "jaeger");
			}
			jaeger.awaitSpan("order");
			assertThat(output).contains("The backend 'collector' does not receive traces, since otel.traces.exporter = "
					+ "\"console,jaeger\"");
		}
	}

	@Test
	void keysAreShownNowhere(CapturedOutput output) {
		try (OtlpCollector vendor = OtlpCollector.start()) {
			vendor.respondWith(Reply.refused(403, io.grpc.Status.Code.PERMISSION_DENIED));
			try (ConfigurableApplicationContext context = Shop.start("--otel.backend=honeycomb,grafana-cloud",
					"--otel.backends.honeycomb.api-key=planted-secret",
					"--otel.backends.honeycomb.endpoint=" + vendor.httpEndpoint(),
					"--otel.backends.grafana-cloud.instance-id=17",
					"--otel.backends.grafana-cloud.api-key=planted-secret",
					"--otel.backends.grafana-cloud.endpoint=" + vendor.httpEndpoint(), "--debug",
					"--management.endpoints.web.exposure.include=otel", "--management.endpoints.jmx.exposure.include=*",
					"--spring.jmx.enabled=true")) {
				Shop.work(context);
				context.getBeansOfType(TelemetrySection.class)
					.values()
					.forEach((section) -> assertThat(String.valueOf(section.value())).doesNotContain("planted-secret"));
				assertThat(context.getBeansOfType(TelemetrySection.class)).isNotEmpty();
			}
			assertThat(output).doesNotContain("planted-secret").contains("honeycomb");
		}
	}

}
