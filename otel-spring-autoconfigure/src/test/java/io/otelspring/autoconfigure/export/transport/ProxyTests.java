// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.test.FaultCollector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The way through a proxy on loopback: forwarded over {@code http}, and by a tunnel over
 * {@code https} and gRPC.
 */
class ProxyTests {

	private static final String CARRIERS = "http/protobuf, okhttp\ngrpc, okhttp\ngrpc, grpc-java";

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("user:sesame".getBytes(StandardCharsets.US_ASCII));

	private final FaultCollector collector = FaultCollector.start();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@ParameterizedTest
	@CsvSource(textBlock = CARRIERS)
	void configuredProxyThatWantsALogin(String protocol, String library) {
		try (TestProxy proxy = new TestProxy(CREDENTIALS)) {
			String[] properties = { "otel.exporter.otlp.protocol=" + protocol,
					"otel.exporter.otlp.grpc.transport=" + library, "otel.exporter.otlp.endpoint=" + endpoint(protocol),
					"otel.exporter.otlp.proxy=http://user:sesame@127.0.0.1:" + proxy.port() };
			assertThat(send(properties).kind()).isEqualTo(Kind.ACCEPTED);
			assertThat(proxy.requests()).singleElement()
				.asString()
				.startsWith(protocol.equals("grpc") ? "CONNECT 127.0.0.1:" : "POST http://127.0.0.1:");
			properties[3] = "otel.exporter.otlp.proxy=http://user:wrong-word@127.0.0.1:" + proxy.port();
			Answer answer = send(properties);
			assertThat(answer.kind()).isNotEqualTo(Kind.ACCEPTED);
			assertThat(answer.message()).doesNotContain("wrong-word");
		}
	}

	@Test
	void zipkinHasAProxyOfItsOwn() {
		try (TestProxy proxy = new TestProxy(CREDENTIALS);
				Transports transports = new Transports(new ServerTime(), new TransportBeans(null))) {
			TelemetryProperties properties = properties(
					"otel.exporter.zipkin.proxy=http://user:sesame@127.0.0.1:" + proxy.port(),
					"otel.exporter.otlp.proxy=http://127.0.0.1:1");
			Transport transport = transports.of("zipkin", "traces", properties, null)
				.http(new TestSenderConfig(URI.create(this.collector.httpEndpoint() + "/api/v2/spans"), Map.of()));
			byte[] batch = TransportTests.batch(TransportSettings.Carrier.ZIPKIN, "a");
			assertThat(transport.send(batch, Duration.ofMinutes(1)).join().kind()).isEqualTo(Kind.ACCEPTED);
			assertThat(proxy.requests()).singleElement().asString().startsWith("POST http://127.0.0.1:");
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = CARRIERS)
	void tunnelForTls(String protocol, String library) throws IOException {
		TestCertificate server = TestCertificate.of("server");
		this.collector.useTls(server.server(null), false);
		Path trusted = Files.writeString(this.directory.resolve("ca.pem"), server.pemCertificate());
		try (TestProxy proxy = new TestProxy(CREDENTIALS)) {
			assertThat(send("otel.exporter.otlp.protocol=" + protocol, "otel.exporter.otlp.grpc.transport=" + library,
					"otel.exporter.otlp.endpoint=" + endpoint(protocol), "otel.exporter.otlp.certificate=" + trusted,
					"otel.exporter.otlp.proxy=http://user:sesame@127.0.0.1:" + proxy.port())
				.kind()).isEqualTo(Kind.ACCEPTED);
			assertThat(proxy.requests()).singleElement().asString().startsWith("CONNECT 127.0.0.1:");
		}
	}

	@Test
	void proxyOfTheVirtualMachine() {
		String endpoint = "otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint();
		try (TestProxy proxy = new TestProxy(null)) {
			System.setProperty("http.proxyHost", "127.0.0.1");
			System.setProperty("http.proxyPort", String.valueOf(proxy.port()));
			System.setProperty("http.nonProxyHosts", "");
			assertThat(send(endpoint).kind()).isEqualTo(Kind.ACCEPTED);
			assertThat(proxy.requests()).hasSize(1);
			System.setProperty("http.nonProxyHosts", "127.*");
			assertThat(send(endpoint).kind()).isEqualTo(Kind.ACCEPTED);
			assertThat(proxy.requests()).hasSize(1);
		}
		finally {
			System.clearProperty("http.proxyHost");
			System.clearProperty("http.proxyPort");
			System.clearProperty("http.nonProxyHosts");
		}
	}

	@Test
	void proxyWithoutAPortIsRefusedAndItsPasswordIsNotShown() {
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> new ExporterSettings(Wire.OTLP, "traces",
					properties("otel.exporter.otlp.proxy=http://user:sesame@proxy"), null)
				.proxy())
			.satisfies((ex) -> assertThat(FailureText.of(ex)).contains("otel.exporter.otlp.proxy")
				.contains("http://host:port")
				.doesNotContain("sesame"));
	}

	private String endpoint(String protocol) {
		return protocol.equals("grpc") ? this.collector.grpcEndpoint() : this.collector.httpEndpoint();
	}

	private static Answer send(String... properties) {
		try (Transports transports = new Transports(new ServerTime(), new TransportBeans(null))) {
			return TestSenderConfig.transport(transports, properties(properties))
				.send(TransportTests.batch("a"), Duration.ofMinutes(1))
				.join();
		}
	}

	private static TelemetryProperties properties(String... properties) {
		TelemetryProperties[] read = new TelemetryProperties[1];
		new ApplicationContextRunner().withPropertyValues(properties)
			.run((context) -> read[0] = TelemetryProperties.from(context.getBean(ConfigurableEnvironment.class)));
		return read[0];
	}

}
