// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.time.Duration;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedRequest;
import io.otelspring.test.ReceivedSpan;
import io.otelspring.test.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application without a web server, and what a collector receives from it.
 */
class OtlpExportTests {

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@ParameterizedTest
	@CsvSource({ "http/protobuf, okhttp", "grpc, okhttp", "grpc, grpc-java" })
	void threeSignalsWithTheSameResource(String protocol, String transport) {
		boolean grpc = protocol.equals("grpc");
		try (ConfigurableApplicationContext context = run("--spring.application.name=shop",
				"--otel.exporter.otlp.protocol=" + protocol, "--otel.exporter.otlp.grpc.transport=" + transport,
				"--otel.exporter.otlp.endpoint="
						+ (grpc ? this.collector.grpcEndpoint() : this.collector.httpEndpoint()),
				"--otel.exporter.otlp.compression=gzip", "--otel.exporter.otlp.headers.x-key=a value, with=everything",
				"--otel.resource.attributes.deployment.environment.name=test")) {
			record(context);
		}
		ReceivedSpan span = this.collector.awaitSpan("span");
		Map<String, Object> resource = span.resource();
		assertThat(resource).containsEntry("service.name", "shop")
			.containsEntry("deployment.environment.name", "test")
			.containsKeys("service.instance.id", "host.name", "process.pid", "os.type", "telemetry.sdk.version")
			.doesNotContainKeys("process.command_line", "process.command_args");
		assertThat(this.collector.awaitMetric("counter").resource()).isEqualTo(resource);
		assertThat(this.collector.awaitLog((log) -> "log".equals(log.body())).resource()).isEqualTo(resource);
		assertThat(this.collector.requests()).hasSizeGreaterThanOrEqualTo(3).allSatisfy((request) -> {
			assertThat(request.protocol())
				.isEqualTo(grpc ? ReceivedRequest.Protocol.GRPC : ReceivedRequest.Protocol.HTTP);
			assertThat(request.header("x-key")).isEqualTo("a value, with=everything");
			assertThat(request.encoding()).isEqualTo("gzip");
		});
	}

	@Test
	void signalsCanGoDifferentWays() {
		try (ConfigurableApplicationContext context = run(
				"--otel.exporter.otlp.traces.endpoint=" + this.collector.httpEndpoint() + "/custom/path",
				"--otel.exporter.otlp.metrics.endpoint=" + this.collector.grpcEndpoint(),
				"--otel.exporter.otlp.metrics.protocol=grpc", "--otel.logs.exporter=none")) {
			record(context);
			ExporterStatus traces = context.getBean(ExportStatus.class).of(Signal.TRACES).get(0);
			assertThat(traces.endpoint()).isEqualTo(this.collector.httpEndpoint() + "/custom/path");
			assertThat(traces.protocol()).isEqualTo("http/protobuf");
			assertThat(context.getBean(ExportStatus.class).of(Signal.LOGS)).isEmpty();
		}
		this.collector.await("a request to the custom path",
				() -> this.collector.requests()
					.stream()
					.filter((request) -> request.path().equals("/custom/path"))
					.findAny());
		this.collector.awaitMetric("counter");
		assertThat(this.collector.logRecords()).isEmpty();
	}

	@Test
	void nothingIsLostAtTheEndOfACommandLineApplication() {
		try (ConfigurableApplicationContext context = run(
				"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint())) {
			Tracer tracer = context.getBean(Tracer.class);
			for (int i = 0; i < 1500; i++) {
				tracer.spanBuilder("span-" + i).startSpan().end();
			}
		}
		assertThat(this.collector.spans()).hasSize(1500);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("otel-export")));
	}

	@Test
	void hangingCollectorHoldsTheEndUpForTheTimeoutOnly() {
		this.collector.respondWith(Reply.never());
		ConfigurableApplicationContext context = run("--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(),
				"--otel.exporter.otlp.timeout=5m", "--otel.export.shutdown-timeout=500ms");
		ExportStatus status = context.getBean(ExportStatus.class);
		record(context);
		long start = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
		ExporterStatus traces = status.of(Signal.TRACES).get(0);
		assertThat(traces.exported()).isZero();
		assertThat(traces.failed() + traces.dropped()).isEqualTo(1);
		assertThat(traces.queued()).isZero();
	}

	@Test
	void exportOfMetricsIsGivenUpAfterItsTimeout() {
		this.collector.respondWith(Reply.never());
		try (ConfigurableApplicationContext context = run(
				"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(), "--otel.metric.export.timeout=50ms",
				"--otel.traces.exporter=none", "--otel.logs.exporter=none", "--otel.export.shutdown-timeout=200ms")) {
			record(context);
			context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
			assertThat(context.getBean(ExportStatus.class).of(Signal.METRICS)).singleElement().satisfies((status) -> {
				assertThat(status.queued()).isPositive();
				assertThat(status.lastError())
					.satisfies((error) -> assertThat(error.message()).contains("no answer within 50 ms"));
			});
		}
	}

	@Test
	void refusedItemsAreCountedWithTheReason() {
		this.collector.respondWith(Reply.refused(400, io.grpc.Status.Code.INVALID_ARGUMENT));
		try (ConfigurableApplicationContext context = run(
				"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint())) {
			record(context);
			context.getBean(Sdk.class).flush(Duration.ofMinutes(1));
			assertThat(context.getBean(ExportStatus.class).all()).allSatisfy((status) -> {
				assertThat(status.failed()).isPositive();
				assertThat(status.exported()).isZero();
				assertThat(status.failing()).isTrue();
				assertThat(status.lastError()).satisfies((error) -> assertThat(error.message()).contains("400"));
			});
		}
	}

	private static void record(ConfigurableApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("span").startSpan().end();
		context.getBean(Meter.class).counterBuilder("counter").build().add(1);
		context.getBean(OpenTelemetry.class)
			.getLogsBridge()
			.get("test")
			.logRecordBuilder()
			.setBody("log")
			.setAttribute(AttributeKey.longKey("number"), 1L)
			.emit();
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("otel.export.shutdown-timeout=1m")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(OtelSdkAutoConfiguration.class)
	static class Application {

	}

}
