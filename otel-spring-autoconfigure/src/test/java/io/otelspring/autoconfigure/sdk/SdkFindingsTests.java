// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.io.File;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.SingletonBeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.AnnotationMetadata;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FoundMistakes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Started applications with mistakes around the SDK, and what is found in them.
 */
class SdkFindingsTests {

	@BeforeEach
	@AfterEach
	void forgetTheGlobal() {
		GlobalOpenTelemetry.resetForTest();
	}

	@Test
	void nothingIsFoundWhereAllIsWell() {
		assertThat(found(Application.class)).isEmpty();
	}

	@Test
	void globalOfSomebodyElse() {
		OpenTelemetrySdk other = OpenTelemetrySdk.builder().build();
		GlobalOpenTelemetry.set(other);
		assertThat(found(Application.class)).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
			assertThat(finding.what()).contains("GlobalOpenTelemetry is owned by somebody else", "OpenTelemetrySdk",
					"set by " + SdkFindingsTests.class.getName());
			assertThat(finding.fix()).contains("otel.register-global=false");
		});
		assertThat(found(Application.class, "--otel.register-global=false")).isEmpty();
	}

	@Test
	void globalThatWasAskedForTooEarly() {
		GlobalOpenTelemetry.get();
		assertThat(found(Application.class)).singleElement()
			.satisfies((finding) -> assertThat(finding.what()).contains("GlobalOpenTelemetry records nothing"));
	}

	@ParameterizedTest
	@CsvSource({ "opentelemetry-javaagent.jar, An OpenTelemetry agent is attached: opentelemetry-javaagent.jar",
			"dd-java-agent.jar, Another agent for telemetry is attached: dd-java-agent.jar", "other-agent.jar," })
	void agent(String jar, String expected, @TempDir Path directory) throws Exception {
		FoundMistakes.jar(directory, jar, "com.example.Agent", "1.0").close();
		Process process = new ProcessBuilder(
				System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
				"-javaagent:" + directory.resolve(jar) + "=key=secret", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), Application.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).isZero();
		assertThat(output).contains("Started ").doesNotContain("secret");
		if (expected != null) {
			assertThat(output).contains(expected);
		}
		else {
			assertThat(output).doesNotContain("is attached");
		}
	}

	@Test
	void officialStarter(@TempDir Path directory) throws Exception {
		try (URLClassLoader classLoader = FoundMistakes.jar(directory, "official.jar",
				"io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration", "2.31.1")) {
			assertThat(found(classLoader, Application.class)).singleElement().satisfies((finding) -> {
				assertThat(finding.why()).endsWith("they are there twice");
				assertThat(finding.fix()).contains("opentelemetry-spring-boot-starter");
			});
		}
	}

	@Test
	void officialStarterWhoseOpenTelemetryIsUsed(@TempDir Path directory) throws Exception {
		String official = "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration";
		try (URLClassLoader classLoader = FoundMistakes.jar(directory, "official.jar", official, "2.31.1")) {
			DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
			beanFactory.setBeanClassLoader(classLoader);
			beanFactory.registerSingleton(official, new Object());
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(OpenTelemetry.class);
			definition.setFactoryBeanName(official);
			definition.setFactoryMethodName("openTelemetry");
			beanFactory.registerBeanDefinition("openTelemetry", definition);
			assertThat(new SecondStarterFindings(beanFactory).findings()).singleElement()
				.satisfies((finding) -> assertThat(finding.why()).contains("makes the OpenTelemetry that is used"));
		}
	}

	@Test
	void bootsOwnStarterIsLeftOut(@TempDir Path directory) throws Exception {
		try (URLClassLoader classLoader = FoundMistakes.jar(directory, "boot.jar",
				"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration", "4.1.0")) {
			assertThat(found(classLoader, Application.class)).singleElement().satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
				assertThat(finding.what()).contains("left out", "OpenTelemetrySdkAutoConfiguration");
			});
		}
	}

	@Test
	void handlerOfMicrometerTracing(@TempDir Path directory) throws Exception {
		try (URLClassLoader classLoader = FoundMistakes.jar(directory, "tracing.jar",
				"io.micrometer.tracing.handler.TracingObservationHandler", "1.7.0")) {
			Class<?> type = classLoader.loadClass("io.micrometer.tracing.handler.TracingObservationHandler");
			try (ConfigurableApplicationContext context = FoundMistakes.start(classLoader, Application.class)) {
				((GenericApplicationContext) context).registerBean("tracingHandler", type);
				assertThat(FoundMistakes.in(context)).singleElement()
					.satisfies((finding) -> assertThat(finding.what()).contains("tracingHandler",
							"spans of observations"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { NeverClosed.class, RegisteredAsObject.class })
	void providerThatIsNeverClosed(Class<?> application) {
		assertThat(found(application)).singleElement()
			.satisfies((finding) -> assertThat(finding.what())
				.isEqualTo("The bean 'mine' is a SdkTracerProvider that Spring does not close"));
	}

	@ParameterizedTest
	@ValueSource(classes = { Closed.class, ClosedByItsSdk.class })
	void providerThatIsClosed(Class<?> application) {
		assertThat(found(application)).isEmpty();
	}

	@Test
	void serviceWithoutName() {
		// None that takes the name of a jar
		String providers = "--otel.java.enabled.resource.providers="
				+ "io.opentelemetry.sdk.autoconfigure.EnvironmentResourceProvider";
		assertThat(found(Application.class, "--spring.application.name=", providers)).singleElement()
			.satisfies((finding) -> assertThat(finding.what()).isEqualTo("service.name is unknown_service:java"));
		assertThat(found(Application.class, "--spring.application.name=", "--otel.service.name=shop")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "always_off,", "parentbased_always_off,", "traceidratio, 0", "parentbased_traceidratio, 0.0" })
	void samplerThatDropsEverything(String sampler, String argument) {
		String[] arguments = (argument != null)
				? new String[] { "--otel.traces.sampler=" + sampler, "--otel.traces.sampler.arg=" + argument }
				: new String[] { "--otel.traces.sampler=" + sampler };
		assertThat(found(Application.class, arguments)).singleElement()
			.satisfies((finding) -> assertThat(finding.what()).contains("otel.traces.sampler=" + sampler,
					"commandLineArgs"));
	}

	@ParameterizedTest
	@CsvSource({ "always_on,", "parentbased_always_on,", "traceidratio, 0.000001",
			"parentbased_traceidratio, 0.000001" })
	void samplerThatDropsNotEverything(String sampler, String argument) {
		String[] arguments = (argument != null)
				? new String[] { "--otel.traces.sampler=" + sampler, "--otel.traces.sampler.arg=" + argument }
				: new String[] { "--otel.traces.sampler=" + sampler };
		assertThat(found(Application.class, arguments)).isEmpty();
	}

	@Test
	void samplerOfTheApplicationThatDropsEverything() {
		assertThat(found(OwnSampler.class)).singleElement()
			.satisfies((finding) -> assertThat(finding.what()).contains("AlwaysOffSampler"));
	}

	@Test
	void moduleOfAnotherVersion(@TempDir Path directory) throws Exception {
		try (URLClassLoader classLoader = FoundMistakes.jar(directory, "opentelemetry-exporter-logging-1.40.0.jar",
				"io.opentelemetry.exporter.logging.LoggingSpanExporter", "1.40.0")) {
			assertThat(found(classLoader, Application.class)).singleElement().satisfies((finding) -> {
				assertThat(finding.what()).contains("opentelemetry-exporter-logging-1.40.0.jar beside opentelemetry-");
				assertThat(finding.why()).contains("NoSuchMethodError");
				assertThat(finding.fix()).contains("opentelemetry.version");
			});
		}
	}

	@Test
	void moduleThatIsNotStableOfAnotherVersion(@TempDir Path directory) throws Exception {
		try (URLClassLoader classLoader = FoundMistakes.jar(directory, "opentelemetry-exporter-prometheus.jar",
				"io.opentelemetry.exporter.prometheus.PrometheusHttpServer", "1.70.0-alpha")) {
			assertThat(found(classLoader, Application.class)).singleElement()
				.satisfies((finding) -> assertThat(finding.what())
					.contains("opentelemetry-exporter-prometheus.jar beside"));
		}
	}

	@Test
	void instrumentationsOfDifferentVersions(@TempDir Path directory) throws Exception {
		String appender = "io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender";
		try (URLClassLoader other = FoundMistakes.jar(directory, "opentelemetry-log4j-appender-2.14.0-alpha.jar",
				appender, "2.14.0-alpha")) {
			assertThat(found(other, Application.class)).singleElement().satisfies((finding) -> {
				assertThat(finding.what()).contains("OpenTelemetry's instrumentations",
						"opentelemetry-log4j-appender-2.14.0-alpha.jar beside opentelemetry-");
				assertThat(finding.fix()).contains("opentelemetry-instrumentation-bom-alpha:2.");
			});
		}
	}

	private static List<Finding> found(Class<?> application, String... arguments) {
		return found(SdkFindingsTests.class.getClassLoader(), application, arguments);
	}

	private static List<Finding> found(ClassLoader classLoader, Class<?> application, String... arguments) {
		try (ConfigurableApplicationContext context = FoundMistakes.start(classLoader, application, arguments)) {
			return FoundMistakes.in(context);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		public static void main(String[] arguments) {
			FoundMistakes.start(Application.class).close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeverClosed {

		@Bean(destroyMethod = "")
		SdkTracerProvider mine() {
			return SdkTracerProvider.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Closed {

		@Bean
		SdkTracerProvider mine() {
			return SdkTracerProvider.builder().build();
		}

		@Bean(destroyMethod = "shutdown")
		SdkMeterProvider meters() {
			return SdkMeterProvider.builder().build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ClosedByItsSdk {

		@Bean(destroyMethod = "")
		SdkTracerProvider tracers() {
			return SdkTracerProvider.builder().build();
		}

		@Bean
		OpenTelemetry mine(SdkTracerProvider tracers) {
			return OpenTelemetrySdk.builder()
				.setTracerProvider(tracers)
				.setLoggerProvider(SdkLoggerProvider.builder().build())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Registrar.class)
	static class RegisteredAsObject {

	}

	static class Registrar implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			((SingletonBeanRegistry) registry).registerSingleton("mine", SdkTracerProvider.builder().build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnSampler {

		@Bean
		Sampler mine() {
			return Sampler.alwaysOff();
		}

	}

}
