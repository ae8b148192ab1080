// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.json;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.MetricsData;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;
import io.otelspring.test.DocumentedSample;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class JsonLinesTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class))
		.withPropertyValues("spring.application.name=shop", "otel.traces.exporter=none", "otel.metrics.exporter=none",
				"otel.logs.exporter=none");

	@Test
	void filesAreAppendedToWithALineForEachBatchThatDecodes() throws Exception {
		Path deeper = this.directory.resolve("made/here");
		ApplicationContextRunner runner = this.contextRunner.withPropertyValues("otel.traces.exporter=otlp_file",
				"otel.metrics.exporter=otlp_file", "otel.logs.exporter=otlp_file",
				"otel.exporter.otlp.metrics.temporality.preference=delta",
				"otel.exporter.otlp.file.directory=" + deeper);
		for (int i = 0; i < 2; i++) {
			runner.run((context) -> {
				record(context.getBean(OpenTelemetry.class));
				ExporterStatus status = context.getBean(ExportStatus.class).of(Signal.TRACES).get(0);
				assertThat(status.protocol()).isEqualTo("json");
				assertThat(status.endpoint()).isEqualTo(deeper.resolve("traces.jsonl").toString());
			});
		}
		List<TracesData> traces = decode(deeper.resolve("traces.jsonl"), TracesData.newBuilder());
		assertThat(traces).hasSize(2);
		String line = Files.readAllLines(deeper.resolve("traces.jsonl")).get(0);
		assertThat(line).containsPattern("\"traceId\":\"[0-9a-f]{32}\"").containsPattern("\"spanId\":\"[0-9a-f]{16}\"");
		assertThat(traces.get(0).getResourceSpans(0).getScopeSpans(0).getSpans(0).getName())
			.isEqualTo("work\n\"done\"");
		List<LogsData> logs = decode(deeper.resolve("logs.jsonl"), LogsData.newBuilder());
		assertThat(logs).hasSize(2);
		assertThat(logs.get(0).getResourceLogs(0).getScopeLogs(0).getLogRecords(0).getBody().getStringValue())
			.isEqualTo("hello");
		List<MetricsData> metrics = decode(deeper.resolve("metrics.jsonl"), MetricsData.newBuilder());
		assertThat(metrics).isNotEmpty();
		assertThat(metrics.stream()
			.flatMap((data) -> data.getResourceMetricsList().stream())
			.flatMap((resource) -> resource.getScopeMetricsList().stream())
			.flatMap((scope) -> scope.getMetricsList().stream())
			.filter((metric) -> metric.getName().equals("orders"))).isNotEmpty()
			.allMatch((metric) -> metric.getSum()
				.getAggregationTemporality() == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
	}

	@Test
	void standardOutputGetsWholeLinesAndStaysOpen(CapturedOutput output) throws Exception {
		this.contextRunner.withPropertyValues("otel.traces.exporter=otlp/stdout").run((context) -> {
			record(context.getBean(OpenTelemetry.class));
			assertThat(context.getBean(ExportStatus.class).of(Signal.TRACES).get(0).endpoint()).isEqualTo("stdout");
		});
		PrintStream out = System.out;
		out.append("still open").println();
		List<String> lines = output.getOut().lines().filter((line) -> line.startsWith("{\"resourceSpans\"")).toList();
		assertThat(lines).hasSize(1);
		JsonFormat.parser().merge(lines.get(0), TracesData.newBuilder());
		assertThat(output.getOut()).contains("still open");
	}

	@Test
	void fileWithoutADirectoryStopsTheStart() {
		this.contextRunner.withPropertyValues("otel.logs.exporter=otlp_file")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("otel.logs.exporter"));
	}

	@Test
	void directoryThatCannotBeWrittenStopsTheStart() throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "not a directory");
		this.contextRunner
			.withPropertyValues("otel.traces.exporter=otlp_file", "otel.exporter.otlp.file.directory=" + file)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(file.toString()));
	}

	@Test
	void logRecordIsAsItIsShown() throws Exception {
		SpanContext span = SpanContext.create("f1da271fee8f5556d9615aca51121f2e", "767d06f5b79bcc29",
				TraceFlags.getSampled(), TraceState.getDefault());
		LogRecordExporter exporter = new JsonLinesExporters("otlp_file", DefaultConfigProperties
			.createFromMap(Map.of("otel.exporter.otlp.file.directory", this.directory.toString()))).logs();
		try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
			.setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "shop")))
			.addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
			.build()) {
			provider.get("com.example.shop.OrderService")
				.logRecordBuilder()
				.setContext(Context.root().with(Span.wrap(span)))
				.setTimestamp(Instant.ofEpochSecond(1_764_100_371, 201_000_000))
				.setSeverity(Severity.INFO)
				.setSeverityText("INFO")
				.setBody("Order created")
				.emit();
		}
		DocumentedSample.isShown("export.md", Files.readString(this.directory.resolve("logs.jsonl")));
	}

	private static void record(OpenTelemetry telemetry) {
		Span span = telemetry.getTracer("test").spanBuilder("work\n\"done\"").startSpan();
		try (Scope scope = span.makeCurrent()) {
			telemetry.getLogsBridge().get("test").logRecordBuilder().setSeverity(Severity.INFO).setBody("hello").emit();
			telemetry.getMeter("test").counterBuilder("orders").build().add(3);
		}
		span.end();
	}

	@SuppressWarnings("unchecked")
	private static <T extends Message> List<T> decode(Path file, Message.Builder empty) throws Exception {
		assertThat(Files.readString(file)).endsWith("\n");
		return (List<T>) Files.readAllLines(file).stream().map((line) -> {
			try {
				Message.Builder builder = empty.clone();
				JsonFormat.parser().merge(line, builder);
				return builder.build();
			}
			catch (Exception ex) {
				throw new IllegalStateException(line, ex);
			}
		}).toList();
	}

}
