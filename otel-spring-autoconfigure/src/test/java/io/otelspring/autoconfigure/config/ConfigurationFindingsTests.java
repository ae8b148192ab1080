// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.otelspring.autoconfigure.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationFindingsTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	ConfigurationFindingsTests() {
		variables(Map.of());
		ConfigurationPropertySources.attach(this.environment);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			otel.exporter.otlp.endpiont                   | otel.exporter.otlp.endpoint
			otel.exporter.otlp.traces.url                 | otel.exporter.otlp.traces.endpoint
			otel.endpoint                                 | otel.exporter.otlp.endpoint
			otel.exporter.otlp.http.endpoint              | otel.exporter.otlp.endpoint
			otel.serviceName                              | otel.service.name
			otel.service_name                             | otel.service.name
			otel.trace.exporter                           | otel.traces.exporter
			otel.metrics.export.interval                  | otel.metric.export.interval
			otel.bsp.schedule.delya                       | otel.bsp.schedule.delay
			otel.sampler                                  | otel.traces.sampler
			otel.sdk-disabled                             | otel.sdk.disabled
			otel.instrumentation.runtime.metrics.enabled  | otel.instrumentation.runtime-metrics.enabled
			otel.instrumentation.http-server.enabled      | otel.instrumentation.http.server.enabled
			otel.instrumentation.http.server.exclude.paths | otel.instrumentation.http.server.exclude-paths
			otel.propagation.trust-sample                 | otel.propagation.trust-sampled
			otel.exporter.jaeger.endpoint                 | otel.exporter.otlp.endpoint
			""")
	void unknownNameIsOneFindingWithTheNearestKnownOne(String written, String meant) throws IOException {
		yaml("'" + written + "': 5");
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
			assertThat(finding.what()).contains(written).contains("1:");
			assertThat(finding.fix()).isEqualTo("Did you mean " + meant + "?");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OTEL_EXPORTER_OTLP_ENDPIONT             | OTEL_EXPORTER_OTLP_ENDPOINT
			OTEL_SERVICENAME                        | OTEL_SERVICE_NAME
			OTEL_TRACES_SAMPLER_RATIO               | OTEL_TRACES_SAMPLER_ARG
			OTEL_INSTRUMENTATION_JDCB_ENABLED       | OTEL_INSTRUMENTATION_JDBC_ENABLED
			OTEL_EXPORTER_OTLP_TRACE_ENDPOINT       | OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
			""")
	void unknownVariableIsOneFindingWithTheNearestKnownOne(String written, String meant) {
		variables(Map.of(written, "http://localhost:4318"));
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.what()).contains(written).contains("systemEnvironment");
			assertThat(finding.fix()).isEqualTo("Did you mean " + meant + "?");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OTEL_COLLECTOR_SERVICE_HOST              | 10.0.0.1
			OTEL_COLLECTOR_SERVICE_PORT              | 4317
			OTEL_COLLECTOR_SERVICE_PORT_OTLP_GRPC    | 4317
			OTEL_COLLECTOR_PORT                      | tcp://10.0.0.1:4317
			OTEL_COLLECTOR_PORT_4317_TCP             | tcp://10.0.0.1:4317
			OTEL_COLLECTOR_PORT_4317_TCP_ADDR        | 10.0.0.1
			OTEL_COLLECTOR_PORT_4317_TCP_PROTO       | tcp
			OTEL_RESOURCE_ATTRIBUTES_POD_NAME        | shop-1
			OTEL_RESOURCE_ATTRIBUTES_NODE_NAME       | node-1
			OTEL_POD_IP                              | 10.0.0.2
			OTEL_NODE_IP                             | 10.0.0.3
			OTEL_PYTHON_LOG_CORRELATION              | true
			OTEL_DOTNET_AUTO_HOME                    | /opt
			OTEL_INSTRUMENTATION_HTTP_SERVER_EXCLUDEPATHS | /a
			OTEL_INSTRUMENTATION_HTTP_SERVER_EXCLUDE_PATHS | /a
			OTEL_INSTRUMENTATION_HTTP_SERVER_EXCLUDEPATHS_0 | /a
			OTEL_INSTRUMENTATION_RUNTIME_METRICS_ENABLED | false
			OTEL_INSTRUMENTATION_RUNTIMEMETRICS_ENABLED | false
			otel_service_name                        | shop
			""")
	void variableThatIsKnownOrNotForUsIsNoFinding(String name, String value) {
		variables(Map.of(name, value));
		assertThat(findings()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.instrumentation.runtimeMetrics.enabled: false", "otel.service-name: shop",
			"otel.instrumentation.http.server.excludePaths: /a", "otel.instrumentation.http.server.exclude_paths: [/a]",
			"otel.redaction.headers:\n  - a\n  - b", "otel.resource.attributes:\n  any.key/at-all: 1",
			"otel.resource.attributes:\n  '[app/part]': 1", "otel.exporter.otlp.headers.x-key: 1",
			"otel.propagators:\n  - tracecontext", "otel.exporter:", "otel.health.on-failure: down" })
	void nameThatBootAcceptsIsNoFinding(String yaml) throws IOException {
		yaml(yaml);
		assertThat(findings()).isEmpty();
	}

	@Test
	void nameThatAnExtensionAsksForIsNoFinding() throws IOException {
		yaml("otel.vendor.the-key: 1\notel.vendor.other: 2");
		assertThat(findings(Set.of("otel.vendor.the.key"))).singleElement()
			.extracting(Finding::what)
			.asString()
			.contains("otel.vendor.other");
	}

	@Test
	void nameThatAPlaceholderRefersToIsNoFinding() throws IOException {
		variables(Map.of("OTEL_COLLECTOR_URL", "http://localhost:4318"));
		yaml("otel.gateway: collector\nmine: ${otel.gateway}\notel.exporter.otlp.endpoint: ${OTEL_COLLECTOR_URL:}");
		assertThat(findings()).isEmpty();
	}

	@Test
	void nameThatTheApplicationBindsIsNoFinding() throws IOException {
		this.beanFactory.registerSingleton("mine", new Mine());
		yaml("otel.mine.url: 1");
		assertThat(findings()).isEmpty();
	}

	@Test
	void variableThatIsAKeyOfHeadersIsExplained() {
		variables(Map.of("OTEL_EXPORTER_OTLP_HEADERS_AUTHORIZATION", "planted-secret"));
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.fix())
				.isEqualTo("A variable supplies a whole map: write OTEL_EXPORTER_OTLP_HEADERS=authorization=…");
			assertThat(finding.toString()).doesNotContain("planted-secret");
		});
	}

	@Test
	void variableInAFileIsExplained() throws IOException {
		yaml("OTEL_SERVICE_NAME: shop");
		assertThat(findings()).singleElement()
			.extracting(Finding::fix)
			.isEqualTo("Only environment variables have such names: write otel.service.name");
	}

	@Test
	void groupAndMapWhereAValueIsNeededAreExplained() throws IOException {
		yaml("otel.exporter.otlp: x\notel.service.name.value: y");
		assertThat(findings()).extracting(Finding::fix)
			.containsExactlyInAnyOrder(
					"It is a group of properties, such as otel.exporter.otlp.endpoint, "
							+ "otel.exporter.otlp.protocol, otel.exporter.otlp.insecure",
					"otel.service.name takes one value, and has nothing below it; move value to where it belongs, "
							+ "or remove it");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					spring-webmvc.enabled: false         | otel.instrumentation.http.server.enabled   | false
					spring-web.enabled: false            | otel.instrumentation.http.client.enabled   | false
					spring-scheduling.enabled: false     | otel.instrumentation.scheduling.enabled    | false
					logback-appender.enabled: false      | otel.instrumentation.logging.enabled       | false
					log4j-appender.enabled: false        | otel.instrumentation.logging.enabled       | false
					runtime-telemetry.enabled: false     | otel.instrumentation.runtime-metrics.enabled | false
					logback-appender.experimental.capture-code-attributes: true | otel.instrumentation.logging.capture-code | true
					logback-appender.experimental.capture-mdc-attributes: a,b | otel.instrumentation.logging.capture-mdc | a,b
					common.logging.trace-id-key: trace_id | otel.instrumentation.logging.mdc.trace-id-key | trace_id
					""")
	void officialStartersNameActsAsOurs(String theirs, String ours, String value) throws IOException {
		yaml("otel.instrumentation." + theirs);
		officialStarter(WebApplicationType.SERVLET);
		assertThat(this.environment.getProperty(ours)).isEqualTo(value);
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.what()).contains(theirs.substring(0, theirs.indexOf(':'))).contains("1:");
			assertThat(finding.why()).isEqualTo("It acts as " + ours);
			assertThat(finding.fix()).isEqualTo("Write " + ours);
		});
	}

	@Test
	void oursWinsOverTheOfficialStarters() throws IOException {
		variables(Map.of("OTEL_INSTRUMENTATION_SPRING_WEBMVC_ENABLED", "false"));
		yaml("otel.instrumentation.http.server.enabled: true");
		officialStarter(WebApplicationType.SERVLET);
		assertThat(this.environment.getProperty("otel.instrumentation.http.server.enabled")).isEqualTo("true");
		assertThat(findings()).singleElement()
			.extracting(Finding::why)
			.asString()
			.startsWith("It has no effect, because otel.instrumentation.http.server.enabled is set too (");
	}

	@Test
	void switchForWebFluxIsForServerAndClientOfAReactiveApplication() throws IOException {
		yaml("otel.instrumentation.spring-webflux.enabled: false");
		officialStarter(WebApplicationType.REACTIVE);
		assertThat(this.environment.getProperty("otel.instrumentation.http.server.enabled")).isEqualTo("false");
		assertThat(this.environment.getProperty("otel.instrumentation.http.client.enabled")).isEqualTo("false");
		assertThat(findings()).hasSize(1);
	}

	@Test
	void switchForWebFluxIsNothingInAServletApplication() throws IOException {
		yaml("otel.instrumentation.spring-webflux.enabled: false");
		officialStarter(WebApplicationType.SERVLET);
		assertThat(this.environment.containsProperty("otel.instrumentation.http.server.enabled")).isFalse();
		assertThat(findings()).singleElement()
			.extracting(Finding::why)
			.asString()
			.contains("otel.instrumentation.http.client.enabled");
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.instrumentation.jdbc.query-sanitization.enabled",
			"otel.instrumentation.logback-appender.experimental-log-attributes",
			"otel.instrumentation.common.peer-service-mapping", "otel.spring-starter.debug",
			"otel.instrumentation.messaging.experimental.receive-telemetry.enabled",
			"otel.experimental.metrics.view.config" })
	void officialStartersNameWithoutAnEqualIsSaidToBeSo(String name) throws IOException {
		yaml(name + ": true");
		assertThat(findings()).singleElement()
			.extracting(Finding::what)
			.asString()
			.endsWith("is the official starter's name, and has no effect here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "otel.javaagent.debug", "otel.instrumentation.methods.include",
			"otel.instrumentation.lettuce.enabled" })
	void propertyOfTheAgentIsSaidToBeOne(String name) throws IOException {
		yaml(name + ": true");
		assertThat(findings()).singleElement().extracting(Finding::what).asString().endsWith("Java agent");
	}

	@Test
	void propertiesWithoutEffectAreFindings() throws IOException {
		yaml("""
				otel:
				  entities: service{service.name=a}
				  traces.sampler.arg: 0.5
				  exporter.otlp:
				    endpoint: https://collector:4317
				    insecure: true
				""");
		assertThat(findings()).extracting(Finding::what)
			.satisfiesExactlyInAnyOrder(
					(what) -> assertThat(what).startsWith("otel.entities = \"service{service.name=a}\" (")
						.endsWith(") has no effect"),
					(what) -> assertThat(what).startsWith("otel.traces.sampler.arg = \"0.5\" (")
						.endsWith(") has no effect"),
					(what) -> assertThat(what).startsWith("otel.exporter.otlp.insecure = \"true\" (")
						.endsWith(") has no effect"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					endpoint: http://a  | ssl.bundle: b          | otel.exporter.otlp.ssl.bundle        | otel.exporter.otlp.endpoint
					endpoint: HTTP://a  | logs.ssl.bundle: b     | otel.exporter.otlp.logs.ssl.bundle   | otel.exporter.otlp.endpoint
					logs.endpoint: http://a | logs.ssl.bundle: b | otel.exporter.otlp.logs.ssl.bundle   | otel.exporter.otlp.logs.endpoint
					""")
	void bundleForAnEndpointWithoutTlsIsAFinding(String endpoint, String bundle, String name, String toChange)
			throws IOException {
		yaml("otel.exporter.otlp:\n  " + endpoint + "\n  " + bundle + "\n");
		assertThat(findings()).singleElement().satisfies((finding) -> {
			assertThat(finding.what()).startsWith(name + " = \"b\" (").endsWith(") has no effect");
			assertThat(finding.fix()).isEqualTo("Write https:// in " + toChange + ", or remove " + name + ".");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "endpoint: https://a\n  ssl.bundle: b", "ssl.bundle: b",
			"endpoint: http://a\n  traces.endpoint: https://a\n  ssl.bundle: b",
			"endpoint: http://a\n  traces.endpoint: https://a\n  traces.ssl.bundle: b" })
	void bundleThatSomeEndpointUsesIsNoFinding(String written) throws IOException {
		yaml("otel.exporter.otlp:\n  " + written + "\n");
		assertThat(findings()).isEmpty();
	}

	@Test
	void entriesOfListsAndMapsOfRecordsAreKnownByTheirComponents() {
		String rule = Rule.class.getName();
		OwnProperties own = new OwnProperties(Map.of("otel.rules", "java.util.List<" + rule + ">", "otel.shops",
				"java.util.Map<java.lang.String," + rule + ">"));
		assertThat(List.of("otel.rules[0].path", "otel.rules[12].span-name", "otel.rules[0].attribute.any.thing",
				"otel.shops.north.path", "otel.shops.north.spanName", "otel.rules[0].nested.value"))
			.allMatch((name) -> own.contain(key(name)));
		assertThat(List.of("otel.rules[0].pth", "otel.shops.north.span", "otel.rules[0].nested.val", "otel.rulez"))
			.noneMatch((name) -> own.contain(key(name)));
	}

	private static UnknownKey key(String name) {
		return new UnknownKey(name, name, false, new ConfiguredValue(name, "1", new Origin() {
		}));
	}

	private void officialStarter(WebApplicationType type) {
		SpringApplication application = new SpringApplication();
		application.setWebApplicationType(type);
		new OfficialStarter().postProcessEnvironment(this.environment, application);
	}

	private List<Finding> findings() {
		return findings(Set.of());
	}

	private List<Finding> findings(Set<String> asked) {
		return new ConfigurationFindings(TelemetryProperties.from(this.environment), this.environment, this.beanFactory,
				() -> asked)
			.findings();
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

	@ConfigurationProperties("otel.mine")
	static class Mine {

	}

	record Rule(String path, String spanName, Map<String, String> attribute, Nested nested) {

	}

	record Nested(String value) {

	}

}
