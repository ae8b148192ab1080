// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.opentelemetry.api.trace.Tracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.transport.OtlpHeadersCustomizer;
import io.otelspring.autoconfigure.export.transport.TestCertificate;
import io.otelspring.test.Fault;
import io.otelspring.test.FaultCollector;
import io.otelspring.test.ReceivedMetric;
import io.otelspring.test.ReceivedRequest;
import io.otelspring.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Started applications that send spans to Zipkin, and what is kept for it while it is
 * out.
 */
@ExtendWith(OutputCaptureExtension.class)
class ZipkinDeliveryTests {

	private static final String SPANS = "/api/v2/spans";

	private static final Duration LONG = Duration.ofMinutes(2);

	@AutoClose
	private final FaultCollector zipkin = FaultCollector.start();

	@AutoClose
	private final FaultCollector other = FaultCollector.start();

	@TempDir
	private Path directory;

	@Test
	void requestsHaveTheirOwnHeadersAndNoneOfOtlps() throws Exception {
		Path file = Files.writeString(this.directory.resolve("tenant"), "from a file\n");
		try (ConfigurableApplicationContext context = run(Tokens.class, "otel.exporter.zipkin.headers.x-key=a value",
				"otel.exporter.zipkin.file.headers.x-tenant=" + file, "otel.exporter.otlp.headers.x-secret=sesame")) {
			span(context, "order");
		}
		ReceivedRequest request = this.zipkin.received().requests().get(0);
		assertThat(request.path()).isEqualTo(SPANS);
		assertThat(request.header("x-key")).isEqualTo("a value");
		assertThat(request.header("x-tenant")).isEqualTo("from a file");
		assertThat(request.header("content-encoding")).isEqualTo("gzip");
		assertThat(request.headers()).doesNotContainKeys("authorization", "x-secret");
	}

	@Test
	void backendHasItsOwnHeaders() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--otel.backend=zipkin", "--otel.backends.zipkin.endpoint=" + this.zipkin.httpEndpoint(),
					"--otel.backends.zipkin.headers.x-key=a value",
					"--otel.exporter.zipkin.headers.x-key=not for the backend", "--otel.register-global=false")) {
			span(context, "order");
		}
		assertThat(this.zipkin.received().requests()).singleElement()
			.satisfies((request) -> assertThat(request.header("x-key")).isEqualTo("a value"));
	}

	@Test
	void outageIsSaidWhenItBeginsAndWhenItEndsAndNothingIsLost(CapturedOutput output) {
		this.zipkin.fail(Fault.DOWN);
		try (ConfigurableApplicationContext context = run(Application.class)) {
			for (int i = 0; i < 10; i++) {
				span(context, "order " + i);
				flush(context);
			}
			ExporterStatus status = status(context);
			assertThat(status.failing()).isTrue();
			assertThat(status.queued()).isEqualTo(10);
			this.zipkin.recover();
			awaitDelivery(context);
			assertThat(status.exported()).isEqualTo(10);
			assertThat(status.failed() + status.dropped() + status.queued()).isZero();
		}
		assertThat(names(this.zipkin)).hasSize(10).doesNotHaveDuplicates();
		assertThat(lines(output, "cannot be exported to " + this.zipkin.httpEndpoint())).singleElement()
			.asString()
			.contains("WARN");
		assertThat(lines(output, "is exported to " + this.zipkin.httpEndpoint() + " again")).singleElement()
			.asString()
			.contains("0 items were lost");
	}

	@Test
	void oldestIsDroppedAndCountedWhereMemoryDoesNotSuffice() {
		this.zipkin.fail(Fault.DOWN);
		try (ConfigurableApplicationContext context = run(Application.class, "otel.export.buffer.max-memory=4KB")) {
			for (int i = 0; i < 100; i++) {
				span(context, "order " + i);
				flush(context);
			}
			ExporterStatus status = status(context);
			assertThat(status.dropped()).isBetween(50L, 99L);
			assertThat(status.queued()).isEqualTo(100 - status.dropped());
			this.zipkin.recover();
			awaitDelivery(context);
			assertThat(status.exported() + status.dropped()).isEqualTo(100);
			assertThat(names(this.zipkin)).contains("order 99")
				.doesNotContain("order 0")
				.hasSize((int) status.exported());
		}
	}

	@Test
	void serverThatHangsHoldsUpTheEndNoLongerThanIsAllowed(CapturedOutput output) {
		this.zipkin.fail(Fault.HANGING);
		long begin;
		try (ConfigurableApplicationContext context = run(Application.class, "otel.export.shutdown-timeout=1s",
				"otel.exporter.zipkin.timeout=5m")) {
			span(context, "order");
			begin = System.nanoTime();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG);
		assertThat(lines(output, "1 items of telemetry were lost")).hasSize(1);
	}

	@Test
	void metricsNameItAsTheConventionsDo() {
		try (ConfigurableApplicationContext context = run(Application.class, "otel.metrics.exporter=otlp",
				"otel.exporter.otlp.endpoint=" + this.other.httpEndpoint())) {
			span(context, "order");
			flush(context);
		}
		ReceivedMetric exported = this.other.received().awaitMetric("otel.sdk.exporter.span.exported");
		assertThat(exported.points()).singleElement().satisfies((point) -> {
			assertThat(point.value()).isEqualTo(1L);
			assertThat(point.attributes()).containsEntry("otel.component.type", "zipkin_http_span_exporter")
				.containsEntry("otel.component.name", "zipkin_http_span_exporter/zipkin")
				.containsEntry("server.address", "127.0.0.1")
				.doesNotContainKey("error.type");
		});
	}

	@Test
	void filesHoldCertificatesAndKey() throws Exception {
		TestCertificate server = TestCertificate.of("zipkin");
		TestCertificate client = TestCertificate.of("shop");
		this.zipkin.useTls(server.server(client), true);
		try (ConfigurableApplicationContext context = run(Application.class,
				"otel.exporter.zipkin.certificate=" + file("ca", server.pemCertificate()),
				"otel.exporter.zipkin.client.key=" + file("key", client.pemKey()),
				"otel.exporter.zipkin.client.certificate=" + file("certificate", client.pemCertificate()))) {
			span(context, "order");
		}
		assertThat(names(this.zipkin)).containsExactly("order");
	}

	private String file(String name, String content) throws Exception {
		return Files.writeString(this.directory.resolve(name + ".pem"), content).toString();
	}

	@Test
	void timeoutOfZeroIsNoLimit() {
		try (ConfigurableApplicationContext context = run(Application.class, "otel.traces.exporter=zipkin,otlp",
				"otel.exporter.otlp.endpoint=" + this.other.httpEndpoint(), "otel.bsp.export.timeout=0",
				"otel.exporter.zipkin.timeout=0", "otel.exporter.otlp.timeout=0")) {
			span(context, "order");
			flush(context);
			this.zipkin.received().awaitSpan("order");
			this.other.received().awaitSpan("order");
		}
	}

	@Test
	void nextProcessSendsEachBatchToItsOwnDestination() {
		String[] both = { "otel.export.spool.directory=" + this.directory, "otel.traces.exporter=zipkin,otlp",
				"otel.exporter.otlp.endpoint=" + this.other.httpEndpoint(), "otel.export.shutdown-timeout=1m" };
		this.zipkin.fail(Fault.DOWN);
		this.other.fail(Fault.DOWN);
		try (ConfigurableApplicationContext context = run(Application.class, both)) {
			span(context, "first");
		}
		this.zipkin.recover();
		this.other.recover();
		try (ConfigurableApplicationContext context = run(Application.class, both)) {
			this.zipkin.received().awaitSpan("first");
			this.other.received().awaitSpan("first");
			span(context, "second");
		}
		assertThat(names(this.zipkin)).containsExactly("first", "second");
		assertThat(names(this.other)).containsExactly("first", "second");
		assertThat(this.zipkin.received().requests()).extracting(ReceivedRequest::path).containsOnly(SPANS);
		assertThat(this.other.received().requests()).extracting(ReceivedRequest::path).containsOnly("/v1/traces");
		assertThat(this.directory).isDirectoryNotContaining(Files::isDirectory);
	}

	@Test
	void whatIsOfADestinationThatThereIsNoMoreIsSaidAndSentToNobodyElse(CapturedOutput output) {
		String spool = "otel.export.spool.directory=" + this.directory;
		this.zipkin.fail(Fault.DOWN);
		try (ConfigurableApplicationContext context = run(Application.class, spool,
				"otel.export.shutdown-timeout=1m")) {
			span(context, "first");
		}
		this.zipkin.recover();
		for (String[] changed : List.of(
				new String[] { spool, "otel.exporter.zipkin.endpoint=" + this.other.httpEndpoint() + SPANS },
				new String[] { spool, "otel.traces.exporter=otlp",
						"otel.exporter.otlp.endpoint=" + this.other.httpEndpoint() })) {
			int said = lines(output, "is not exported now").size();
			try (ConfigurableApplicationContext context = run(Application.class, changed)) {
				span(context, "second");
			}
			assertThat(lines(output, "is not exported now")).hasSize(said + 1)
				.last()
				.asString()
				.contains(" WARN ", this.directory.toString(),
						"/traces_zipkin-" + this.zipkin.httpEndpoint().replaceAll("[:/]", "_") + "-");
		}
		assertThat(names(this.other)).containsExactly("second", "second");
		assertThat(names(this.zipkin)).isEmpty();
		try (ConfigurableApplicationContext context = run(Application.class, spool)) {
			this.zipkin.received().awaitSpan("first");
			assertThat(status(context).exported()).isLessThanOrEqualTo(1);
		}
		assertThat(lines(output, "is not exported now")).hasSize(2);
		assertThat(this.directory).isDirectoryNotContaining(Files::isDirectory);
	}

	private ConfigurableApplicationContext run(Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("otel.traces.exporter=zipkin", "otel.metrics.exporter=none",
				"otel.logs.exporter=none", "otel.exporter.zipkin.endpoint=" + this.zipkin.httpEndpoint() + SPANS,
				"otel.service.name=shop", "otel.register-global=false", "spring.main.banner-mode=off"));
		Arrays.stream(properties)
			.forEach((property) -> arguments
				.removeIf((argument) -> argument.startsWith(property.substring(0, property.indexOf('=') + 1))));
		arguments.addAll(List.of(properties));
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new));
	}

	private static void span(ConfigurableApplicationContext context, String name) {
		context.getBean(Tracer.class).spanBuilder(name).startSpan().end();
	}

	private static void flush(ConfigurableApplicationContext context) {
		context.getBean(Sdk.class).flush(LONG);
	}

	// A flush tries at once, whatever the pause has grown to
	private static void awaitDelivery(ConfigurableApplicationContext context) {
		Awaitility.await().atMost(LONG).until(() -> {
			flush(context);
			return status(context).queued() == 0;
		});
	}

	private static ExporterStatus status(ConfigurableApplicationContext context) {
		return context.getBean(ExportStatus.class).all().get(0);
	}

	private static List<String> names(FaultCollector collector) {
		return collector.received().spans().stream().map(ReceivedSpan::name).toList();
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Tokens {

		@Bean
		OtlpHeadersCustomizer token() {
			return (headers, endpoint, signal) -> headers.put("authorization", "Bearer sesame");
		}

	}

}
