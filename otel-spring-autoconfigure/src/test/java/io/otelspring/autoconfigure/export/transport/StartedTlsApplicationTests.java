// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.nio.file.Files;
import java.nio.file.Path;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.test.FaultCollector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A started application that sends by TLS, with an SSL bundle that changes while it runs
 * and a header from a file.
 */
class StartedTlsApplicationTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void allSignalsArriveBeforeAndAfterTheBundleChanges(String protocol) throws Exception {
		TestCertificate first = TestCertificate.of("server");
		TestCertificate next = TestCertificate.of("next-server");
		Path trusted = Files.writeString(this.directory.resolve("ca.pem"), first.pemCertificate());
		Path token = Files.writeString(this.directory.resolve("token"), "token-of-a-test\n");
		try (FaultCollector collector = FaultCollector.start()) {
			collector.useTls(first.server(null), false);
			String endpoint = protocol.equals("grpc") ? collector.grpcEndpoint() : collector.httpEndpoint();
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.run("--spring.jmx.enabled=false", "--otel.exporter.otlp.protocol=" + protocol,
						"--otel.exporter.otlp.endpoint=" + endpoint, "--otel.exporter.otlp.ssl.bundle=collector",
						"--otel.exporter.otlp.file.headers.x-token=" + token,
						"--spring.ssl.bundle.pem.collector.truststore.certificate=" + trusted,
						"--spring.ssl.bundle.pem.collector.reload-on-update=true",
						"--spring.ssl.bundle.watch.file.quiet-period=50ms", "--otel.bsp.schedule.delay=50ms",
						"--otel.blrp.schedule.delay=50ms", "--otel.metric.export.interval=200ms")) {
				record(context, collector, "before");
				collector.useTls(next.server(null), false);
				collector.dropConnections();
				Files.writeString(trusted, next.pemCertificate());
				record(context, collector, "after");
				assertThat(collector.received().requests()).isNotEmpty()
					.allMatch((request) -> "token-of-a-test".equals(request.header("x-token")));
			}
		}
	}

	private static void record(ConfigurableApplicationContext context, FaultCollector collector, String name) {
		OpenTelemetry telemetry = context.getBean(OpenTelemetry.class);
		telemetry.getTracer("test").spanBuilder(name).startSpan().end();
		telemetry.getMeter("test").counterBuilder(name).build().add(1);
		telemetry.getLogsBridge().get("test").logRecordBuilder().setBody(name).emit();
		collector.received().awaitSpan(name);
		collector.received().awaitMetric(name);
		collector.received().awaitLog((log) -> name.equals(log.body()));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
