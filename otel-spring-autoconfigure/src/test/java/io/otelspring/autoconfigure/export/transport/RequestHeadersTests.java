// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.otelspring.autoconfigure.config.InvalidTelemetryPropertyException;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.Answer.Kind;
import io.otelspring.test.OtlpCollector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Headers from properties, files and beans, as a collector receives them.
 */
class RequestHeadersTests {

	private final OtlpCollector collector = OtlpCollector.start();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withPropertyValues("otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint());

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.collector.close();
	}

	@Test
	void headerFromAFileThatChanges() throws IOException {
		Path token = Files.writeString(this.directory.resolve("token"), "first\n");
		run(List.of("otel.exporter.otlp.headers.Authorization=Bearer",
				"otel.exporter.otlp.file.headers.Authorization=" + token, "otel.exporter.otlp.headers.x-tenant=shop"),
				(transport) -> {
					assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
					Files.writeString(token, "second");
					assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
					Files.delete(token);
					Answer answer = send(transport);
					assertThat(answer.kind()).isEqualTo(Kind.RETRYABLE);
					assertThat(answer.message()).contains("the file of header 'Authorization' cannot be read");
					Files.writeString(token, " ");
					assertThat(send(transport).message()).contains("is empty");
					Files.writeString(token, "two\nlines");
					assertThat(send(transport).message()).contains("'Authorization'").doesNotContain("lines");
					Files.writeString(token, "third");
					assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
				});
		assertThat(this.collector.requests()).extracting((request) -> request.header("authorization"))
			.containsExactly("Bearer first", "Bearer second", "Bearer third");
		assertThat(this.collector.requests()).extracting((request) -> request.header("x-tenant")).containsOnly("shop");
	}

	@Test
	void headerFromAFileForOneSignalByAVariable() throws IOException {
		Path key = Files.writeString(this.directory.resolve("key"), "sesame");
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("OTEL_EXPORTER_OTLP_TRACES_FILE_HEADERS", "api-key=" + key))))
			.run((context) -> {
				use(context, (transport) -> send(transport));
				assertThat(new ExporterSettings(Wire.OTLP, "logs",
						TelemetryProperties.from(context.getBean(ConfigurableEnvironment.class)), null)
					.headerFiles()).isEmpty();
			});
		assertThat(this.collector.requests().get(0).header("api-key")).isEqualTo("sesame");
	}

	@Test
	void fileThatIsNotThereIsRefusedAtTheStart() {
		this.contextRunner.withPropertyValues("otel.exporter.otlp.file.headers.api-key=/nowhere/key").run((context) -> {
			try (Transports transports = new Transports(new ServerTime(), new TransportBeans(context))) {
				assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
					.isThrownBy(() -> TestSenderConfig.transport(transports,
							TelemetryProperties.from(context.getBean(ConfigurableEnvironment.class))))
					.satisfies((ex) -> assertThat(FailureText.of(ex))
						.contains("for header 'api-key' there is no file '/nowhere/key' that can be read"));
			}
		});
	}

	@Test
	void kubernetesSecretAsAConfigurationTree() throws IOException {
		Files.writeString(this.directory.resolve("otel.exporter.otlp.headers.api-key"), "sesame\n");
		new ApplicationContextRunner()
			.withInitializer(new org.springframework.boot.test.context.ConfigDataApplicationContextInitializer())
			.withPropertyValues("otel.exporter.otlp.endpoint=" + this.collector.httpEndpoint(),
					"spring.config.import=configtree:" + this.directory + "/")
			.run((context) -> use(context, (transport) -> send(transport)));
		assertThat(this.collector.requests().get(0).header("api-key")).isEqualTo("sesame");
	}

	@Test
	void beansChangeHeadersInOrder() {
		Tokens.asked.set(0);
		this.contextRunner.withUserConfiguration(Tokens.class)
			.withPropertyValues("otel.exporter.otlp.headers.authorization=old")
			.run((context) -> use(context, (transport) -> {
				assertThat(Tokens.asked).hasValue(0);
				assertThat(send(transport).kind()).isEqualTo(Kind.RETRYABLE);
				assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
				assertThat(send(transport).kind()).isEqualTo(Kind.ACCEPTED);
			}));
		assertThat(this.collector.requests()).extracting((request) -> request.header("authorization"))
			.containsExactly("Bearer 2 traces", "Bearer 3 traces");
	}

	private void run(List<String> properties, Use use) {
		this.contextRunner.withPropertyValues(properties.toArray(String[]::new)).run((context) -> use(context, use));
	}

	private static void use(org.springframework.context.ApplicationContext context, Use use) throws Exception {
		try (Transports transports = new Transports(new ServerTime(), new TransportBeans(context))) {
			use.with(TestSenderConfig.transport(transports,
					TelemetryProperties.from((ConfigurableEnvironment) context.getEnvironment())));
		}
	}

	private static Answer send(Transport transport) {
		return transport.send(TransportTests.batch("a"), Duration.ofMinutes(1)).join();
	}

	@FunctionalInterface
	private interface Use {

		void with(Transport transport) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	static class Tokens {

		static final AtomicInteger asked = new AtomicInteger();

		@Bean
		@Lazy
		@Order(2)
		OtlpHeadersCustomizer scheme() {
			return (headers, endpoint, signal) -> headers.compute("authorization",
					(name, token) -> "Bearer " + token + " " + signal);
		}

		@Bean
		@Lazy
		@Order(1)
		OtlpHeadersCustomizer token() {
			return (headers, endpoint, signal) -> {
				if (asked.incrementAndGet() == 1) {
					throw new IllegalStateException("the token server is down");
				}
				headers.put("authorization", asked.toString());
			};
		}

	}

}
