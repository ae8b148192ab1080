// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TelemetryPropertiesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	TelemetryPropertiesTests() {
		variables(Map.of());
	}

	@Test
	void valuesComeWithBootsPrecedence() throws IOException {
		yaml("otel.service.name: from-file");
		assertThat(properties().get("otel.service.name")).isEqualTo("from-file");
		variables(Map.of("OTEL_SERVICE_NAME", "from-variable"));
		assertThat(properties().get("otel.service.name")).isEqualTo("from-variable");
		TestPropertyValues.of("otel.service.name=from-command-line").applyTo(this.environment);
		assertThat(properties().get("otel.service.name")).isEqualTo("from-command-line");
	}

	@Test
	void listIsYamlListOrCommaString() throws IOException {
		yaml("otel:\n  propagators:\n    - tracecontext\n    - b3\n  traces.exporter: otlp, console");
		assertThat(properties().getList("otel.propagators")).containsExactly("tracecontext", "b3");
		assertThat(properties().getList("otel.traces.exporter")).containsExactly("otlp", "console");
	}

	@Test
	void yamlListOfExtensionIsJoined() throws IOException {
		yaml("otel:\n  extension:\n    names: [one, two]");
		assertThat(properties().asMap()).containsEntry("otel.extension.names", "one,two");
	}

	@Test
	void mapsMergeKeyByKey() throws IOException {
		yaml("otel.resource.attributes:\n  k8s.pod.name: pod\n  app/part: file\n  \"[odd key]\": odd");
		variables(Map.of("OTEL_RESOURCE_ATTRIBUTES", "app/part=variable,deployment.environment.name=test%20one",
				"OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "made-by-an-operator"));
		assertThat(properties().getMap("otel.resource.attributes")).containsOnly(Map.entry("k8s.pod.name", "pod"),
				Map.entry("app/part", "variable"), Map.entry("odd key", "odd"),
				Map.entry("deployment.environment.name", "test one"));
	}

	@Test
	void headersKeepEveryCharacter() throws IOException {
		yaml("otel.exporter.otlp.headers:\n  Authorization: Basic a+b/c==, and more\n  x: \"100%\"");
		assertThat(properties().getMap("otel.exporter.otlp.headers"))
			.containsEntry("Authorization", "Basic a+b/c==, and more")
			.containsEntry("x", "100%");
		assertThat(properties().asMap().get("otel.exporter.otlp.headers"))
			.isEqualTo("Authorization=Basic%20a%2Bb/c%3D%3D%2C%20and%20more,x=100%25");
	}

	@ParameterizedTest
	@CsvSource({ "5s, 5000ms", "250, 250ms", "250ms, 250ms", "2m, 120000ms", "PT3S, 3000ms" })
	void durationsAreSpansOrMilliseconds(String written, String read) {
		TestPropertyValues.of("otel.bsp.schedule.delay=" + written).applyTo(this.environment);
		assertThat(properties().asMap()).containsEntry("otel.bsp.schedule.delay", read);
	}

	@Test
	void serviceNameFallsBackToApplicationName() {
		TestPropertyValues.of("spring.application.name=shop").applyTo(this.environment);
		assertThat(properties().get("otel.service.name")).isEqualTo("shop");
		TestPropertyValues.of("otel.resource.attributes=service.name=other").applyTo(this.environment);
		assertThat(properties().get("otel.service.name")).isNull();
	}

	@Test
	void emptyVariableIsNoVariable() throws IOException {
		yaml("otel.service.name: from-file");
		variables(Map.of("OTEL_SERVICE_NAME", ""));
		assertThat(properties().get("otel.service.name")).isEqualTo("from-file");
	}

	@Test
	void placeholdersAreResolved() {
		TestPropertyValues.of("otel.service.name=${name}-service", "name=shop").applyTo(this.environment);
		assertThat(properties().get("otel.service.name")).isEqualTo("shop-service");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			otel.sdk.disabled | yes
			otel.bsp.schedule.delay | soon
			otel.bsp.schedule.delay | -1
			otel.bsp.max.queue.size | many
			otel.bsp.max.queue.size | -5
			otel.exporter.otlp.endpoint | localhost:4317
			otel.exporter.otlp.endpoint | http://localhost:4318?a=b
			otel.exporter.otlp.endpoint | http:///v1
			otel.exporter.otlp.endpoint | http://localhost:99999
			otel.exporter.otlp.headers | a b=c
			otel.exporter.otlp.headers | a=b\u0007c
			otel.exporter.otlp.certificate | /no/such/file.pem
			otel.exporter.otlp.logs.client.certificate | src
			otel.bsp.max.queue.size | 0
			otel.metric.export.interval | 0
			otel.log.level | loud
			otel.experimental.config.file | otel.yml
			otel.exporter.otlp.traces.protocol | http
			otel.exporter.otlp.compression | zip
			otel.exporter.otlp.headers | secret
			otel.traces.exporter | otlp,none
			otel.metrics.exemplar.filter | some
			otel.exporter.otlp.grpc.transport | netty
			otel.config.file | otel.yml
			otel.register-global | perhaps
			otel.instrumentation.runtime-metrics.enabled | 1
			""")
	void invalidValueNamesPropertyOriginValueAndRemedy(String name, String value) {
		TestPropertyValues.of(name + "=" + value).applyTo(this.environment);
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::properties)
			.satisfies((ex) -> {
				FailureAnalysis analysis = new InvalidTelemetryPropertyFailureAnalyzer().analyze(ex, ex);
				assertThat(analysis.getDescription()).contains("Property: " + name)
					.contains("Origin: \"" + name + "\" from property source \"test\"")
					.contains("Value: \"" + (name.endsWith("headers") ? "******" : value.replace("?a=b", "?******"))
							+ "\"")
					.contains("Reason: ");
				assertThat(analysis.getAction()).contains(name).doesNotContain("any text");
			});
	}

	@Test
	void namesAreShownAsTheyAreWrittenAndNotThoseOfOperators() {
		TestPropertyValues.of("otel.instrumentation.runtime-metrics.enabled=false", "otel.an-extension.key=1")
			.applyTo(this.environment);
		variables(Map.of("OTEL_RESOURCE_ATTRIBUTES_POD_NAME", "pod"));
		assertThat(properties().effective())
			.containsKeys("otel.instrumentation.runtime-metrics.enabled", "otel.an-extension.key",
					"otel.register-global")
			.doesNotContainKeys("otel.instrumentation.runtime.metrics.enabled", "otel.resource.attributes.pod.name");
		assertThat(properties().asMap()).containsEntry("otel.an.extension.key", "1");
	}

	@Test
	void defaultsOfABackendAreShownIfItIsNamed() {
		assertThat(properties().effective().keySet()).noneMatch((name) -> name.startsWith("otel.backends."));
		TestPropertyValues.of("otel.backend=loki").applyTo(this.environment);
		assertThat(properties().effective().keySet()).filteredOn((name) -> name.startsWith("otel.backends."))
			.isNotEmpty()
			.allMatch((name) -> name.startsWith("otel.backends.loki."));
	}

	@Test
	void secretStaysOutOfTheMessage() {
		TestPropertyValues.of("otel.exporter.otlp.headers=planted-secret").applyTo(this.environment);
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::properties)
			.satisfies((ex) -> assertThat(
					ex.getMessage() + new InvalidTelemetryPropertyFailureAnalyzer().analyze(ex, ex).getDescription())
				.doesNotContain("planted-secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret\u0007x", "secret\u00e9", "secret%0A" })
	void headerThatCannotBeSentIsRefused(String value) {
		TestPropertyValues.of("otel.exporter.otlp.headers=api-key=" + value).applyTo(this.environment);
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::properties)
			.satisfies((ex) -> assertThat(
					ex.getMessage() + new InvalidTelemetryPropertyFailureAnalyzer().analyze(ex, ex).getDescription())
				.contains("the value of header 'api-key'")
				.doesNotContain("secret"));
	}

	@Test
	void passwordInAnAddressStaysOutOfTheMessage() {
		TestPropertyValues.of("otel.exporter.otlp.endpoint=http://user:planted-secret@bad host/")
			.applyTo(this.environment);
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::properties)
			.satisfies((ex) -> assertThat(
					ex.getMessage() + new InvalidTelemetryPropertyFailureAnalyzer().analyze(ex, ex).getDescription())
				.contains("Reason: it is not a URL")
				.doesNotContain("planted-secret"));
	}

	@Test
	void propertyThatIsNotSpecifiedIsShownAsItIsWritten() {
		TestPropertyValues.of("otel.export.shutdown-timeout=5s").applyTo(this.environment);
		assertThat(properties().values().values()).extracting(ConfiguredValue::name)
			.contains("otel.export.shutdown-timeout");
	}

	@ParameterizedTest
	@CsvSource({ "25, 0.25.", "'2,5', 'a number from 0 to 1, such as 0.25.'", "50%, 0.5.", "'0,5', 0.5.",
			"half, 'a number from 0 to 1, such as 0.25.'" })
	void ratioOutOfRangeIsRefused(String ratio, String remedy) {
		TestPropertyValues.of("otel.traces.sampler=traceidratio", "otel.traces.sampler.arg=" + ratio)
			.applyTo(this.environment);
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::properties)
			.withMessageContaining("otel.traces.sampler.arg")
			.satisfies((ex) -> assertThat(new InvalidTelemetryPropertyFailureAnalyzer().analyze(ex, ex).getAction())
				.isEqualTo("Set otel.traces.sampler.arg to: " + remedy));
	}

	@Test
	void originIsTheLineOfTheFile() throws IOException {
		yaml("otel:\n  bsp:\n    max.queue.size: lots");
		assertThatExceptionOfType(InvalidTelemetryPropertyException.class).isThrownBy(this::properties)
			.withMessageContaining("3:21");
	}

	private TelemetryProperties properties() {
		return TelemetryProperties.from(this.environment);
	}

	private void yaml(String text) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("file",
				new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)));
		sources.forEach(this.environment.getPropertySources()::addLast);
	}

	private void variables(Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		this.environment.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, new HashMap<>(variables)));
	}

}
