// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;

import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.test.FaultCollector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * TLS with certificates made here, that change while the application runs.
 */
class TlsTransportTests {

	private static final String CARRIERS = "http/protobuf, okhttp\ngrpc, okhttp\ngrpc, grpc-java";

	private final FaultCollector collector = FaultCollector.start();

	private final TestCertificate server = TestCertificate.of("server");

	private final TestCertificate nextServer = TestCertificate.of("next-server");

	private final TestCertificate client = TestCertificate.of("client");

	@TempDir
	private Path directory;

	private Path trusted;

	private Path certificate;

	private Path key;

	@BeforeEach
	void write() throws IOException {
		this.trusted = Files.writeString(this.directory.resolve("ca.pem"), this.server.pemCertificate());
		this.certificate = Files.writeString(this.directory.resolve("client.pem"), this.client.pemCertificate());
		this.key = Files.writeString(this.directory.resolve("client.key"), this.client.pemKey());
	}

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@ParameterizedTest
	@CsvSource(textBlock = CARRIERS)
	void bundleThatChangesIsUsedWithoutARestart(String protocol, String library) {
		this.collector.useTls(this.server.server(null), false);
		run(protocol, library, bundle(), (transport) -> {
			assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
			this.collector.useTls(this.nextServer.server(null), false);
			this.collector.dropConnections();
			// The first one may still meet the connection that is gone
			assertThat(send(transport).kind()).isEqualTo(Kind.RETRYABLE);
			Answer untrusted = send(transport);
			assertThat(untrusted.kind()).isEqualTo(Kind.RETRYABLE);
			assertThat(untrusted.message()).contains("SSL");
			Files.writeString(this.trusted, this.nextServer.pemCertificate());
			awaitAccepted(transport);
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = CARRIERS)
	void fileThatChangesIsUsedWithoutARestart(String protocol, String library) {
		this.collector.useTls(this.server.server(null), false);
		run(protocol, library, List.of("otel.exporter.otlp.certificate=" + this.trusted), (transport) -> {
			assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
			this.collector.useTls(this.nextServer.server(null), false);
			this.collector.dropConnections();
			assertThat(send(transport).kind()).isEqualTo(Kind.RETRYABLE);
			Files.writeString(this.trusted, "half a cert");
			assertThat(send(transport).kind()).isEqualTo(Kind.RETRYABLE);
			Files.writeString(this.trusted, this.nextServer.pemCertificate());
			awaitAccepted(transport);
		});
	}

	@ParameterizedTest
	@CsvSource(textBlock = CARRIERS)
	void serverWantsACertificate(String protocol, String library) {
		this.collector.useTls(this.server.server(this.client), true);
		run(protocol, library, List.of("otel.exporter.otlp.certificate=" + this.trusted),
				(transport) -> assertThat(send(transport).kind()).isEqualTo(Kind.RETRYABLE));
		run(protocol, library,
				List.of("otel.exporter.otlp.certificate=" + this.trusted,
						"otel.exporter.otlp.traces.client.key=" + this.key,
						"otel.exporter.otlp.traces.client.certificate=" + this.certificate),
				(transport) -> assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED));
		List<String> bundle = new ArrayList<>(bundle());
		bundle.add("spring.ssl.bundle.pem.collector.keystore.certificate=" + this.certificate);
		bundle.add("spring.ssl.bundle.pem.collector.keystore.private-key=" + this.key);
		run(protocol, library, bundle, (transport) -> assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED));
	}

	@ParameterizedTest
	@CsvSource(textBlock = CARRIERS)
	void serverThatNobodyVouchesFor(String protocol, String library) {
		this.collector.useTls(this.server.server(null), false);
		run(protocol, library, List.of(), (transport) -> {
			Answer answer = send(transport);
			assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
			assertThat(answer.message()).contains("PKIX")
				.contains("otel.exporter.otlp.ssl.bundle and otel.exporter.otlp.certificate");
		});
	}

	@Test
	void signalWithABundleOfItsOwn() {
		this.collector.useTls(this.server.server(null), false);
		List<String> properties = new ArrayList<>(bundle());
		properties.remove("otel.exporter.otlp.ssl.bundle=collector");
		properties.add("otel.exporter.otlp.traces.ssl.bundle=collector");
		properties.add("otel.exporter.otlp.certificate=" + this.certificate);
		run("http/protobuf", "okhttp", properties,
				(transport) -> assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED));
	}

	@Test
	void unknownBundle() {
		List<String> properties = new ArrayList<>(bundle());
		properties.add("otel.exporter.otlp.traces.ssl.bundle=colector");
		refused(properties, "otel.exporter.otlp.traces.ssl.bundle", "there is no SSL bundle 'colector'", "[collector]");
	}

	@Test
	void bundleBesideAFile() {
		List<String> properties = new ArrayList<>(bundle());
		properties.add("otel.exporter.otlp.certificate=" + this.trusted);
		refused(properties, "otel.exporter.otlp.ssl.bundle", "there is also otel.exporter.otlp.certificate");
	}

	@Test
	void bundleThatCannotBeRead() throws IOException {
		Files.writeString(this.trusted, "not PEM");
		refused(bundle(), "otel.exporter.otlp.ssl.bundle", "the SSL bundle 'collector' cannot be used");
	}

	@Test
	void fileThatIsNoCertificate() {
		refused(List.of("otel.exporter.otlp.certificate=" + this.key), "otel.exporter.otlp.certificate",
				"it holds no certificate");
	}

	@Test
	void keyThatIsNone() {
		refused(List.of("otel.exporter.otlp.client.key=" + this.certificate,
				"otel.exporter.otlp.client.certificate=" + this.certificate), "otel.exporter.otlp.client.key",
				"it holds no key");
	}

	@Test
	void keyWithoutItsCertificate() {
		refused(List.of("otel.exporter.otlp.client.key=" + this.key), "otel.exporter.otlp.client.key",
				"otel.exporter.otlp.client.certificate");
	}

	@Test
	void keyOfAnother() throws IOException {
		Path other = Files.writeString(this.directory.resolve("other.key"), this.server.pemKey());
		refused(List.of("otel.exporter.otlp.client.key=" + other,
				"otel.exporter.otlp.client.certificate=" + this.certificate), "otel.exporter.otlp.client.key",
				"the key does not belong to the client's certificate");
	}

	private List<String> bundle() {
		return List.of("spring.ssl.bundle.pem.collector.truststore.certificate=" + this.trusted,
				"spring.ssl.bundle.pem.collector.reload-on-update=true",
				"spring.ssl.bundle.watch.file.quiet-period=50ms", "otel.exporter.otlp.ssl.bundle=collector");
	}

	private void refused(List<String> properties, String property, String... reasons) {
		this.collector.useTls(this.server.server(null), false);
		run("http/protobuf", "okhttp", properties, null, (thrown) -> {
			assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(() -> {
				throw thrown;
			}).withMessageContaining(property);
			assertThat(thrown.toString()).doesNotContain("PRIVATE KEY");
			assertThat(FailureText.of(thrown)).contains("Property: " + property).contains(reasons);
		});
	}

	private void run(String protocol, String library, List<String> properties, Use use) {
		run(protocol, library, properties, use, (failure) -> {
			throw new AssertionError(failure);
		});
	}

	private void run(String protocol, String library, List<String> properties, Use use,
			java.util.function.Consumer<RuntimeException> failed) {
		boolean grpc = protocol.equals("grpc");
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues(properties.toArray(String[]::new))
			.withPropertyValues("otel.exporter.otlp.protocol=" + protocol,
					"otel.exporter.otlp.grpc.transport=" + library,
					"otel.exporter.otlp.endpoint="
							+ (grpc ? this.collector.grpcEndpoint() : this.collector.httpEndpoint()))
			.run((context) -> {
				try (Transports transports = new Transports(new ServerTime(), new TransportBeans(context))) {
					Transport transport;
					try {
						transport = TestSenderConfig.transport(transports,
								TelemetryProperties.from(context.getBean(ConfigurableEnvironment.class)));
					}
					catch (RuntimeException ex) {
						failed.accept(ex);
						return;
					}
					use.with(transport);
				}
			});
	}

	private static void awaitAccepted(Transport transport) {
		long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
		Answer answer = send(transport);
		while (answer.kind() != Kind.ACCEPTED && System.nanoTime() < deadline) {
			answer = send(transport);
		}
		assertThat(answer.kind()).isEqualTo(Kind.ACCEPTED);
	}

	private static Answer send(Transport transport) {
		return transport.send(TransportTests.batch("a"), Duration.ofMinutes(1)).join();
	}

	@FunctionalInterface
	private interface Use {

		void with(Transport transport) throws Exception;

	}

}
