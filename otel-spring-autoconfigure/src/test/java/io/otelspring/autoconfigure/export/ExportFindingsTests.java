// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.grpc.Status;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FoundMistakes;
import io.otelspring.autoconfigure.TelemetryFlush;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Started applications that export with mistakes, and what is found in them.
 */
class ExportFindingsTests {

	private static final Duration DEADLINE = Duration.ofMinutes(1);

	private final OtlpCollector collector = OtlpCollector.start();

	@AfterEach
	void stop() {
		this.collector.close();
	}

	static Stream<Arguments> wrongAddresses() {
		return Stream.of(
				Arguments.of("HTTP to port 4317", "otel.exporter.otlp.protocol=grpc",
						List.of("endpoint=http://localhost:4317")),
				Arguments.of("gRPC to port 4318", "Write port 4317",
						List.of("endpoint=http://localhost:4318", "protocol=grpc")),
				Arguments.of("HTTP to port 4317", "otel.exporter.otlp.traces.protocol=grpc",
						List.of("traces.endpoint=http://localhost:4317/v1/traces")),
				Arguments.of("sends to http://localhost:4318", "Write http://localhost:4318/v1/traces",
						List.of("traces.endpoint=http://localhost:4318")),
				Arguments.of("sends to http://localhost:4318/v1/traces/v1/traces", "without /v1/traces",
						List.of("endpoint=http://localhost:4318/v1/traces")),
				Arguments.of("sends to http://localhost:4318/v1/logs", "Write /v1/traces in place of /v1/logs",
						List.of("traces.endpoint=http://localhost:4318/v1/logs")));
	}

	@ParameterizedTest
	@MethodSource("wrongAddresses")
	void addressThatDoesNotFit(String what, String fix, List<String> properties) {
		String[] arguments = Stream
			.concat(Stream.of("--otel.traces.exporter=otlp"),
					properties.stream().map((property) -> "--otel.exporter.otlp." + property))
			.toArray(String[]::new);
		assertThat(foundAtStart(arguments)).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
			assertThat(finding.what()).contains(what, "commandLineArgs");
			assertThat(finding.fix()).contains(fix);
		});
	}

	@Test
	void addressOfZipkinWithoutAPath() {
		assertThat(
				foundAtStart("--otel.traces.exporter=zipkin", "--otel.exporter.zipkin.endpoint=http://localhost:9411/"))
			.singleElement()
			.satisfies((finding) -> {
				assertThat(finding.what()).contains("Exporter 'zipkin' of traces sends to http://localhost:9411/",
						"commandLineArgs");
				assertThat(finding.fix()).isEqualTo("Write http://localhost:9411/api/v2/spans");
			});
		assertThat(foundAtStart("--otel.traces.exporter=zipkin",
				"--otel.exporter.zipkin.endpoint=http://localhost:9411/behind/a/proxy"))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "404, /api/v2/spans", "401, otel.exporter.zipkin.headers", "413, otel.bsp.max.export.batch.size" })
	void zipkinThatRefuses(int status, String fix) {
		this.collector.respondWith(Reply.refused(status, Status.Code.OK));
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class,
				"--otel.traces.exporter=zipkin",
				"--otel.exporter.zipkin.endpoint=" + this.collector.httpEndpoint() + "/api/v2/spans")) {
			span(context);
			Finding finding = await().atMost(DEADLINE)
				.until(() -> FoundMistakes.in(context), (all) -> all.size() == 1)
				.get(0);
			assertThat(finding.what()).contains("Exporter 'zipkin' of traces", String.valueOf(status));
			assertThat(finding.fix()).contains(fix).doesNotContain("otlp");
		}
	}

	@Test
	void oneMistakeOfAllSignalsIsSaidOnce() {
		assertThat(foundAtStart("--otel.traces.exporter=otlp", "--otel.logs.exporter=otlp",
				"--otel.exporter.otlp.endpoint=http://localhost:4317"))
			.hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint=http://localhost:4318", "endpoint=https://otlp.example.com/some/path",
			"traces.endpoint=http://localhost:4318/v1/traces", "traces.endpoint=https://otlp.example.com/otlp" })
	void addressThatFits(String property) {
		assertThat(foundAtStart("--otel.traces.exporter=otlp", "--otel.exporter.otlp." + property)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint" })
	void addressThatNothingIsSentTo(String property) {
		assertThat(foundAtStart("--" + property + "=http://localhost:4318/v1/traces")).singleElement()
			.satisfies((finding) -> assertThat(finding.what()).contains("Nothing is sent to " + property));
	}

	@Test
	void exporterThatFailsUntilItWorks() {
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class,
				"--otel.traces.exporter=otlp", "--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint())) {
			this.collector.respondWith(Reply.refused(403, Status.Code.PERMISSION_DENIED));
			span(context);
			Finding finding = await().atMost(DEADLINE)
				.until(() -> FoundMistakes.in(context), (all) -> all.size() == 1)
				.get(0);
			assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
			assertThat(finding.what()).contains("Exporter 'otlp' of traces", "/v1/traces fails since 2", "403");
			assertThat(finding.fix()).contains("Check the key");
			this.collector.respondWith(Reply.accepted());
			span(context);
			await().atMost(DEADLINE).until(() -> FoundMistakes.in(context).isEmpty());
		}
	}

	@ParameterizedTest
	@CsvSource({ "http/protobuf, grpc, The receiver may expect gRPC", "grpc, http, The receiver may expect HTTP" })
	void failureThatLooksLikeTheOtherProtocol(String protocol, String receiver, String fix) {
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class,
				"--otel.traces.exporter=otlp", "--otel.exporter.otlp.protocol=" + protocol,
				"--otel.export.shutdown-timeout=100ms", "--otel.exporter.otlp.endpoint="
						+ (receiver.equals("grpc") ? this.collector.grpcEndpoint() : this.collector.httpEndpoint()))) {
			span(context);
			Finding finding = await().atMost(DEADLINE)
				.until(() -> FoundMistakes.in(context), (all) -> all.size() == 1)
				.get(0);
			assertThat(finding.fix()).as(finding.what()).contains(fix);
		}
	}

	@Test
	void receiverThatHasNothingThere() {
		this.collector.respondWith(Reply.refused(404, Status.Code.UNIMPLEMENTED));
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class,
				"--otel.traces.exporter=otlp", "--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint())) {
			span(context);
			Finding finding = await().atMost(DEADLINE)
				.until(() -> FoundMistakes.in(context), (all) -> all.size() == 1)
				.get(0);
			assertThat(finding.fix()).contains("is the path right?", "/v1/traces");
		}
	}

	@Test
	void queueThatOverflowsThoughTheExporterWorks() {
		try (ConfigurableApplicationContext context = FoundMistakes.start(SlowExporter.class,
				"--otel.bsp.max.queue.size=5", "--otel.bsp.max.export.batch.size=5",
				"--otel.bsp.schedule.delay=10ms")) {
			Tracer tracer = context.getBean(Tracer.class);
			for (int i = 0; i < 100; i++) {
				tracer.spanBuilder("span").startSpan().end();
			}
			assertThat(FoundMistakes.in(context)).singleElement().satisfies((finding) -> {
				assertThat(finding.what()).contains("spans of exporter 'slow' were dropped, though it works");
				assertThat(finding.fix()).contains("otel.bsp.max.queue.size");
			});
		}
	}

	@Test
	void lossOfAnExporterThatHasFailed() {
		try (ConfigurableApplicationContext context = FoundMistakes.start(FailingExporter.class,
				"--otel.bsp.max.queue.size=5", "--otel.bsp.max.export.batch.size=5",
				"--otel.bsp.schedule.delay=10ms")) {
			Tracer tracer = context.getBean(Tracer.class);
			for (int i = 0; i < 100; i++) {
				tracer.spanBuilder("span").startSpan().end();
			}
			List<Finding> findings = await().atMost(DEADLINE)
				.until(() -> FoundMistakes.in(context), (all) -> all.size() == 2);
			assertThat(findings.get(0).what()).contains("Exporter 'failing' of traces fails since");
			assertThat(findings.get(1).what()).contains("spans of exporter 'failing' were dropped, and it has failed");
		}
	}

	@Test
	void simpleProcessorInProduction() {
		String[] arguments = { "--otel.traces.exporter=otlp", "--otel.traces.processor=simple",
				"--otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint() };
		assertThat(foundAtStart(arguments)).singleElement()
			.satisfies((finding) -> assertThat(finding.what()).contains("otel.traces.processor is simple",
					"commandLineArgs"));
		String[] inDevelopment = Stream.concat(Stream.of(arguments), Stream.of("--spring.profiles.active=dev"))
			.toArray(String[]::new);
		assertThat(foundAtStart(inDevelopment)).isEmpty();
		assertThat(foundAtStart("--otel.traces.exporter=console", "--otel.traces.processor=simple")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "-60, ahead of", "60, behind", "0,", "-2," })
	void clockOfTheReceiver(long seconds, String expected) throws Exception {
		try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ConfigurableApplicationContext context = FoundMistakes.start(Application.class,
						"--otel.traces.exporter=otlp", "--otel.export.shutdown-timeout=1s",
						"--otel.exporter.otlp.endpoint=http://127.0.0.1:" + receiver.getLocalPort())) {
			span(context);
			acceptWithClock(receiver, seconds);
			ExporterStatus exporter = context.getBean(ExportStatus.class).of(Signal.TRACES).get(0);
			await().atMost(DEADLINE).until(() -> exporter.exported() == 1);
			if (expected == null) {
				assertThat(FoundMistakes.in(context)).isEmpty();
			}
			else {
				assertThat(FoundMistakes.in(context)).singleElement()
					.satisfies((finding) -> assertThat(finding.what()).contains("The clock of this machine is",
							expected, "127.0.0.1"));
			}
		}
	}

	private static void acceptWithClock(ServerSocket receiver, long secondsAhead) throws IOException {
		try (Socket connection = receiver.accept()) {
			BufferedReader request = new BufferedReader(
					new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
			int length = 0;
			String line = request.readLine();
			while (line != null && !line.isEmpty()) {
				if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
					length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
				}
				line = request.readLine();
			}
			for (int i = 0; i < length; i++) {
				request.read();
			}
			ZonedDateTime time = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(secondsAhead);
			connection.getOutputStream()
				.write(("HTTP/1.1 200 OK\r\nDate: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(time)
						+ "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static void span(ConfigurableApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("span").startSpan().end();
		new Thread(() -> context.getBean(TelemetryFlush.class).flush(DEADLINE)).start();
	}

	private static List<Finding> foundAtStart(String... arguments) {
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class, arguments)) {
			return FoundMistakes.in(context);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class SlowExporter {

		@Bean
		SpanExporter slow() {
			return new Slow(CompletableResultCode.ofSuccess());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FailingExporter {

		@Bean
		SpanExporter failing() {
			return new Slow(CompletableResultCode.ofFailure());
		}

	}

	private record Slow(CompletableResultCode result) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			try {
				Thread.sleep(200);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return this.result;
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
