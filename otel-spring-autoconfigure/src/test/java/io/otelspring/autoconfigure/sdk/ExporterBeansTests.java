// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Exporters that are beans of the application, with {@code none} beside them.
 */
class ExporterBeansTests {

	private final InMemorySpanExporter good = InMemorySpanExporter.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class))
		.withBean("good", InMemorySpanExporter.class, () -> this.good)
		.withPropertyValues("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none",
				"otel.export.shutdown-timeout=2s");

	@Test
	void exporterOfEachSignalHasAnAccountByItsName() {
		InMemoryMetricExporter metrics = InMemoryMetricExporter.create();
		InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
		this.contextRunner.withBean("myMetrics", InMemoryMetricExporter.class, () -> metrics)
			.withBean("myLogs", InMemoryLogRecordExporter.class, () -> logs)
			.run((context) -> {
				OpenTelemetry telemetry = context.getBean(OpenTelemetry.class);
				telemetry.getTracer("test").spanBuilder("span").startSpan().end();
				telemetry.getMeter("test").counterBuilder("counter").build().add(1);
				telemetry.getLogsBridge().get("test").logRecordBuilder().setBody("hello").emit();
				context.getBean(TelemetryFlush.class).flush(Duration.ofMinutes(1));
				ExportStatus status = context.getBean(ExportStatus.class);
				assertThat(status.all()).extracting(ExporterStatus::name)
					.containsExactlyInAnyOrder("good", "myMetrics", "myLogs");
				assertThat(status.all()).allMatch((exporter) -> exporter.exported() > 0 && exporter.failed() == 0);
				assertThat(metrics.getFinishedMetricItems()).anyMatch((metric) -> metric.getName().equals("counter"));
				assertThat(logs.getFinishedLogRecordItems()).hasSize(1);
			});
	}

	@Test
	void exporterThatThrowsIsCountedAndHoldsUpNobody() {
		run(() -> {
			throw new IllegalStateException("no");
		}, (status) -> {
			assertThat(status.failed()).isEqualTo(1);
			assertThat(status.lastError()).isNotNull();
		});
	}

	@Test
	void exporterThatHangsIsGivenUpAtTheEndAndHoldsUpNobody() {
		long start = System.nanoTime();
		run(CompletableResultCode::new, (status) -> assertThat(status.exported() + status.failed()).isZero());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
	}

	private void run(Supplier<CompletableResultCode> answer, Consumer<ExporterStatus> expected) {
		this.contextRunner.withBean("bad", SpanExporter.class, () -> exporter(answer)).run((context) -> {
			context.getBean(OpenTelemetry.class).getTracer("test").spanBuilder("span").startSpan().end();
			context.getBean(TelemetryFlush.class).flush(Duration.ofSeconds(2));
			await().atMost(Duration.ofMinutes(1)).until(() -> this.good.getFinishedSpanItems().size() == 1);
			ExporterStatus bad = context.getBean(ExportStatus.class)
				.of(Signal.TRACES)
				.stream()
				.filter((status) -> status.name().equals("bad"))
				.findFirst()
				.orElseThrow();
			await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> expected.accept(bad));
		});
	}

	private static SpanExporter exporter(Supplier<CompletableResultCode> answer) {
		return new SpanExporter() {

			@Override
			public CompletableResultCode export(Collection<SpanData> spans) {
				return answer.get();
			}

			@Override
			public CompletableResultCode flush() {
				return CompletableResultCode.ofSuccess();
			}

			@Override
			public CompletableResultCode shutdown() {
				return CompletableResultCode.ofSuccess();
			}

		};
	}

}
