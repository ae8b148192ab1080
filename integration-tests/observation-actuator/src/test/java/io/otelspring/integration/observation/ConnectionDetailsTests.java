// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.observation;

import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.otlp.OtlpMetricsConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingProperties;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingConnectionDetails;
import org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.Transport;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.otelspring.test.FaultCollector;
import io.otelspring.test.OtlpCollector;
import io.otelspring.test.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's connection details of OTLP, as its support of containers makes them.
 */
class ConnectionDetailsTests {

	private static final String NOWHERE = "http://127.0.0.1:9";

	private final OtlpCollector traces = OtlpCollector.start();

	private final OtlpCollector metrics = OtlpCollector.start();

	private final OtlpCollector logs = OtlpCollector.start();

	private final FaultCollector secure = FaultCollector.start();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		this.traces.close();
		this.metrics.close();
		this.logs.close();
		this.secure.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http/protobuf", "grpc" })
	void eachSignalGoesWhereItsDetailsSay(String protocol) throws Exception {
		boolean grpc = protocol.equals("grpc");
		String toTraces = (grpc ? this.traces.grpcEndpoint() : this.traces.httpEndpoint()) + "/v1/traces";
		String toMetrics = this.metrics.httpEndpoint() + "/v1/metrics";
		String toLogs = (grpc ? this.logs.grpcEndpoint() : this.logs.httpEndpoint()) + "/v1/logs";
		OtlpTracingConnectionDetails tracing = (transport) -> transport.name().equals(grpc ? "GRPC" : "HTTP") ? toTraces
				: NOWHERE;
		OtlpMetricsConnectionDetails meters = () -> toMetrics;
		OtlpLoggingConnectionDetails logging = (transport) -> (transport == (grpc ? Transport.GRPC : Transport.HTTP))
				? toLogs : NOWHERE;
		try (ConfigurableApplicationContext context = run(
				Map.of(OtlpTracingConnectionDetails.class, tracing, OtlpMetricsConnectionDetails.class, meters,
						OtlpLoggingConnectionDetails.class, logging),
				"otel.exporter.otlp.endpoint=" + NOWHERE, "otel.exporter.otlp.traces.endpoint=" + NOWHERE,
				"otel.exporter.otlp.protocol=" + protocol)) {
			record(context);
			this.traces.awaitSpan("work");
			this.metrics.awaitMetric((metric) -> metric.name().equals("works"));
			this.logs.awaitLog((log) -> String.valueOf(log.body()).contains("working"));
			assertThat(this.traces.requests()).allMatch((request) -> request.signal() == Signal.TRACES);
			assertThat(this.metrics.requests()).allMatch((request) -> request.signal() == Signal.METRICS);
			assertThat(this.logs.requests()).allMatch((request) -> request.signal() == Signal.LOGS);
			assertThat(configuration(context)).contains(grpc ? this.traces.grpcEndpoint() : toTraces, toMetrics,
					grpc ? this.logs.grpcEndpoint() : toLogs, "Spring Boot's connection details");
		}
	}

	@Test
	void certificatesOfTheDetailsAreTrusted() throws Exception {
		SslBundle bundle = secure();
		OtlpTracingConnectionDetails tracing = new OtlpTracingConnectionDetails() {

			@Override
			public String getUrl(
					org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport transport) {
				return ConnectionDetailsTests.this.secure.httpEndpoint() + "/v1/traces";
			}

			@Override
			public SslBundle getSslBundle() {
				return bundle;
			}

		};
		try (ConfigurableApplicationContext context = run(Map.of(OtlpTracingConnectionDetails.class, tracing),
				"otel.metrics.exporter=none", "otel.logs.exporter=none")) {
			record(context);
			this.secure.received().awaitSpan("work");
		}
	}

	/**
	 * Spring Boot makes such details of its own properties where its own export is on,
	 * which this starter leaves out; so they are put in here.
	 */
	@Test
	void whatBootMakesOfItsOwnPropertiesIsNotForUs() throws Exception {
		OtlpTracingProperties properties = new OtlpTracingProperties();
		properties.setEndpoint(NOWHERE + "/v1/traces");
		Constructor<?> constructor = Class
			.forName(OtlpTracingProperties.class.getPackageName() + ".OtlpTracingConfigurations$ConnectionDetails$"
					+ "PropertiesOtlpTracingConnectionDetails")
			.getDeclaredConstructor(OtlpTracingProperties.class, SslBundles.class);
		constructor.setAccessible(true);
		try (ConfigurableApplicationContext context = run(
				Map.of(OtlpTracingConnectionDetails.class, constructor.newInstance(properties, null)),
				"otel.exporter.otlp.endpoint=" + this.traces.httpEndpoint(), "otel.metrics.exporter=none",
				"otel.logs.exporter=none")) {
			assertThat(context.getBeansOfType(OtlpTracingConnectionDetails.class)).hasSize(1);
			record(context);
			this.traces.awaitSpan("work");
			assertThat(configuration(context)).doesNotContain(NOWHERE, "Spring Boot's connection details");
		}
	}

	private SslBundle secure() throws Exception {
		Path file = this.directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=collector", "-ext", "SAN=ip:127.0.0.1",
				"-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", "changeit")
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes());
		assertThat(keytool.waitFor()).as(output).isZero();
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, "changeit".toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, "changeit".toCharArray());
		SSLContext server = SSLContext.getInstance("TLS");
		server.init(keys.getKeyManagers(), null, null);
		this.secure.useTls(server, false);
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", store.getCertificate("key"));
		return SslBundle.of(SslStoreBundle.of(null, null, trusted));
	}

	private static ConfigurableApplicationContext run(Map<Class<?>, Object> details, String... properties) {
		return new SpringApplicationBuilder(Application.class)
			.initializers((GenericApplicationContext context) -> details
				.forEach((type, bean) -> register(context, type, bean)))
			.properties("server.port=0", "otel.bsp.schedule.delay=50ms", "otel.blrp.schedule.delay=50ms",
					"otel.metric.export.interval=200ms", "management.endpoints.web.exposure.include=otel",
					"management.otlp.metrics.export.enabled=false")
			.properties(properties)
			.run();
	}

	@SuppressWarnings("unchecked")
	private static <T> void register(GenericApplicationContext context, Class<T> type, Object bean) {
		context.registerBean(type, () -> (T) bean);
	}

	private static void record(ConfigurableApplicationContext context) {
		OpenTelemetry telemetry = context.getBean(OpenTelemetry.class);
		telemetry.getTracer("test").spanBuilder("work").startSpan().end();
		telemetry.getMeter("test").counterBuilder("works").build().add(1);
		LoggerFactory.getLogger(ConnectionDetailsTests.class).info("working");
	}

	private static String configuration(ConfigurableApplicationContext context) throws Exception {
		int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/otel/configuration"))
				.build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
