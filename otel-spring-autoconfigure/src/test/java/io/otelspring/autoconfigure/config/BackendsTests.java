// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.mock.env.MockEnvironment;

import io.otelspring.autoconfigure.Finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the presets make of the properties. Nothing is connected.
 */
class BackendsTests {

	static final List<String> NAMES = BackendProperties.NAMES;

	@ParameterizedTest
	@FieldSource("NAMES")
	void presetAndCatalogueAgree(String name) {
		Preset preset = Preset.load(name);
		assertThat(preset).isNotNull();
		assertThat(preset.signals()).isNotEmpty();
		List<String> options = new ArrayList<>(preset.options());
		if (BackendProperties.OTLP.contains(name)) {
			options.addAll(List.of("endpoint", "protocol", "headers", "compression", "timeout", "ssl.bundle", "proxy"));
		}
		if (name.equals("zipkin")) {
			options.addAll(List.of("endpoint", "headers", "timeout", "ssl.bundle", "proxy"));
		}
		Map<String, SpecifiedProperty> catalogue = new HashMap<>();
		String prefix = "otel.backends." + name + ".";
		BackendProperties.all()
			.stream()
			.filter((property) -> property.name().startsWith(prefix))
			.forEach((property) -> catalogue.put(property.name().substring(prefix.length()), property));
		assertThat(catalogue).containsOnlyKeys(options.toArray(String[]::new));
		for (String option : preset.options()) {
			assertThat(catalogue.get(option).values()).as(option).isEqualTo(preset.valuesOf(option));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					jaeger         | traces  |                                      | http://localhost:4318/v1/traces
					loki           | logs    |                                      | http://localhost:3100/otlp/v1/logs
					loki           | logs    | endpoint=http://loki:3100/           | http://loki:3100/otlp/v1/logs
					loki           | logs    | endpoint=http://loki/otlp/v1/logs    | http://loki/otlp/v1/logs
					grafana-cloud  | traces  | region=prod-eu-west-2                | https://otlp-gateway-prod-eu-west-2.grafana.net/otlp/v1/traces
					grafana-cloud  | logs    | endpoint=https://gateway.test/otlp   | https://gateway.test/otlp/v1/logs
					datadog        | metrics | site=datadoghq.com                   | https://otlp.datadoghq.com/v1/metrics
					datadog        | traces  | site=datadoghq.eu                    | https://otlp.datadoghq.eu/v1/traces
					datadog        | logs    | site=us5.datadoghq.com               | https://otlp.us5.datadoghq.com/v1/logs
					datadog        | traces  | mode=agent                           | http://localhost:4318/v1/traces
					datadog        | traces  | mode=agent,agent-host=10.0.0.7       | http://10.0.0.7:4318/v1/traces
					new-relic      | traces  |                                      | https://otlp.nr-data.net/v1/traces
					new-relic      | metrics | region=eu                            | https://otlp.eu01.nr-data.net/v1/metrics
					new-relic      | logs    | region=jp                            | https://otlp.jp.nr-data.net/v1/logs
					new-relic      | traces  | region=gov                           | https://gov-otlp.nr-data.net/v1/traces
					new-relic      | traces  | protocol=grpc                        | https://otlp.nr-data.net:4317
					honeycomb      | traces  |                                      | https://api.honeycomb.io/v1/traces
					honeycomb      | metrics | region=eu                            | https://api.eu1.honeycomb.io/v1/metrics
					aws            | traces  |                                      | http://localhost:4318/v1/traces
					google-cloud   | logs    | project=shop-1                       | https://telemetry.googleapis.com/v1/logs
					""")
	void realAddressOfEachRegion(String name, String signal, String options, String url) {
		MockEnvironment environment = environment("otel.backend", name, "DD_API_KEY", "k", "NEW_RELIC_LICENSE_KEY", "k",
				"HONEYCOMB_API_KEY", "k", "GRAFANA_CLOUD_API_KEY", "k", "GRAFANA_CLOUD_INSTANCE_ID", "1");
		if (options != null) {
			Arrays.stream(options.split(","))
				.map((option) -> option.split("=", 2))
				.forEach((option) -> environment.setProperty("otel.backends." + name + "." + option[0], option[1]));
		}
		assertThat(settings(environment, signal)).containsEntry("otel.exporter.otlp." + signal + ".endpoint", url);
	}

	@Test
	void keyComesFromThePropertyOrTheVendorsVariable() {
		assertThat(settings(environment("otel.backend", "honeycomb", "HONEYCOMB_API_KEY", "from-variable"), "traces"))
			.containsEntry("otel.exporter.otlp.traces.headers", "x-honeycomb-team=from-variable");
		assertThat(settings(environment("otel.backend", "honeycomb", "HONEYCOMB_API_KEY", "from-variable",
				"otel.backends.honeycomb.api-key", "from-property"), "traces"))
			.containsEntry("otel.exporter.otlp.traces.headers", "x-honeycomb-team=from-property");
	}

	@ParameterizedTest
	@CsvSource({ "honeycomb, api-key, HONEYCOMB_API_KEY", "new-relic, api-key, NEW_RELIC_LICENSE_KEY",
			"grafana-cloud, region, GRAFANA_CLOUD_ZONE",
			"azure-monitor, connection-string, APPLICATIONINSIGHTS_CONNECTION_STRING",
			"google-cloud, project, GOOGLE_CLOUD_PROJECT" })
	void missingKeyIsNamedWithItsVariable(String name, String option, String variable) {
		InvalidValue problem = problem("otel.backend", name);
		assertThat(problem.property()).isEqualTo("otel.backend");
		assertThat(problem.shownValue()).isEqualTo(name);
		assertThat(problem.reason()).contains("otel.backends." + name + "." + option);
		assertThat(problem.remedy()).contains("otel.backends." + name + "." + option, variable);
	}

	@Test
	void keyIsNotNeededForAnAgent() {
		assertThat(settings(environment("otel.backend", "datadog"), "metrics"))
			.containsEntry("otel.exporter.otlp.metrics.endpoint", "http://localhost:4318/v1/metrics")
			.containsEntry("otel.exporter.otlp.metrics.temporality.preference", "delta")
			.doesNotContainKey("otel.exporter.otlp.metrics.headers");
		InvalidValue problem = problem("otel.backend", "datadog", "otel.backends.datadog.mode", "direct");
		assertThat(problem.remedy()).contains("otel.backends.datadog.api-key", "DD_API_KEY");
	}

	@Test
	void unknownBackendGetsTheNearestAndTheList() {
		InvalidValue problem = problem("otel.backend", "jaeger,honycomb");
		assertThat(problem.reason()).contains("'honycomb'");
		assertThat(problem.remedy()).contains("'honeycomb'");
		assertThat(problem.accepted()).contains("collector", "google-cloud");
	}

	@Test
	void unknownRegionGetsTheList() {
		InvalidValue problem = problem("otel.backend", "datadog", "DD_API_KEY", "k", "DD_SITE", "datadog.com");
		assertThat(problem.property()).isEqualTo("otel.backends.datadog.site");
		assertThat(problem.shownValue()).isEqualTo("datadog.com");
		assertThat(problem.origin()).isEqualTo("environment variable DD_SITE");
		assertThat(problem.accepted()).contains("datadoghq.eu");
		assertThat(problem.remedy()).contains("datadoghq.com");
		assertThat(problem("otel.backend", "new-relic", "NEW_RELIC_LICENSE_KEY", "k", "otel.backends.new-relic.region",
				"europe")
			.accepted()).contains("us, eu, jp, gov");
	}

	@Test
	void protocolThatTheBackendDoesNotSpeakIsRefused() {
		InvalidValue problem = problem("otel.backend", "loki", "otel.backends.loki.protocol", "grpc");
		assertThat(problem.property()).isEqualTo("otel.backends.loki.protocol");
		assertThat(problem.accepted()).isEqualTo("http/protobuf");
	}

	@Test
	void generalAddressAndHeadersAreNotForAVendor() {
		MockEnvironment environment = environment("otel.backend", "honeycomb", "HONEYCOMB_API_KEY", "k",
				"otel.exporter.otlp.endpoint", "http://elsewhere:4318", "otel.exporter.otlp.headers", "other=secret");
		assertThat(settings(environment, "traces"))
			.containsEntry("otel.exporter.otlp.traces.endpoint", "https://api.honeycomb.io/v1/traces")
			.doesNotContainKeys("otel.exporter.otlp.endpoint", "otel.exporter.otlp.headers");
		assertThat(TelemetryProperties.from(environment).findings()).extracting(Finding::what)
			.anySatisfy((what) -> assertThat(what).contains("otel.exporter.otlp.endpoint = ", ") has no effect"));
	}

	@Test
	void generalAddressIsTheCollectors() {
		assertThat(settings(environment("otel.backend", "collector", "otel.exporter.otlp.endpoint", "http://c:4318"),
				"traces"))
			.isNull();
		MockEnvironment own = environment("otel.backend", "collector", "otel.exporter.otlp.timeout", "3s",
				"otel.exporter.otlp.headers", "a=b", "otel.backends.collector.endpoint", "http://own:4318");
		assertThat(settings(own, "logs")).containsEntry("otel.exporter.otlp.logs.endpoint", "http://own:4318/v1/logs")
			.containsEntry("otel.exporter.otlp.timeout", "3000ms")
			.containsEntry("otel.exporter.otlp.headers", "a=b");
	}

	@Test
	void ownSettingsWinOverThePreset() {
		MockEnvironment environment = environment("otel.backend", "new-relic", "NEW_RELIC_LICENSE_KEY", "k",
				"otel.backends.new-relic.compression", "none", "otel.backends.new-relic.timeout", "3s",
				"otel.backends.new-relic.headers.x-team", "shop", "otel.attribute.value.length.limit", "100");
		assertThat(settings(environment, "traces")).containsEntry("otel.exporter.otlp.traces.compression", "none")
			.containsEntry("otel.exporter.otlp.traces.timeout", "3000ms")
			.containsEntry("otel.exporter.otlp.traces.headers", "api-key=k,x-team=shop");
		assertThat(TelemetryProperties.from(environment).get("otel.attribute.value.length.limit")).isEqualTo("100");
	}

	@Test
	void propertiesOfAllSignalsComeFromThePresetWithTheirOrigin() {
		TelemetryProperties properties = TelemetryProperties.from(environment("otel.backend", "aws,google-cloud",
				"GOOGLE_CLOUD_PROJECT", "shop-1", "otel.resource.attributes", "team=orders"));
		assertThat(properties.getList("otel.propagators")).containsExactly("baggage", "xray", "tracecontext");
		assertThat(properties.originOf("otel.propagators")).hasToString("preset of the backend 'aws'");
		assertThat(properties.getMap("otel.resource.attributes")).containsEntry("team", "orders")
			.containsEntry("gcp.project_id", "shop-1");
	}

	@Test
	void whatIsLeftOutIsFound() {
		assertThat(TelemetryProperties.from(environment("otel.backend", "jaeger", "otel.metrics.exporter", "otlp"))
			.findings()).singleElement().satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
				assertThat(finding.what()).contains("No backend takes logs");
			});
		assertThat(TelemetryProperties.from(environment("otel.backend", "collector", "otel.traces.exporter", "console"))
			.findings()).singleElement().satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
				assertThat(finding.what()).contains("'collector' does not receive traces", "console");
				assertThat(finding.fix()).contains("Add collector to otel.traces.exporter");
			});
		assertThat(TelemetryProperties.from(environment("otel.exporter.otlp.endpoint", "http://c:4318")).findings())
			.isEmpty();
	}

	@Test
	void whatIsSetForAnotherBackendIsFound() {
		assertThat(TelemetryProperties
			.from(environment("otel.backend", "collector", "otel.backends.new-relic.api-key", "planted"))
			.findings()).singleElement().satisfies((finding) -> {
				assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
				assertThat(finding.what()).contains("otel.backends.new-relic.api-key = \"******\" (", "has no effect");
				assertThat(finding.fix()).contains("Add new-relic to otel.backend");
			});
	}

	@Test
	void sameAddressIsFoundForEachSignalThatGoesThereTwice() {
		assertThat(TelemetryProperties.from(environment("otel.backend", "aws,datadog")).findings())
			.extracting(Finding::what)
			.hasSize(3)
			.allSatisfy((what) -> assertThat(what).contains("to http://localhost:4318/v1/", " twice"));
		assertThat(TelemetryProperties
			.from(environment("otel.backend", "collector,aws", "otel.exporter.otlp.endpoint", "http://other:4318"))
			.findings()).isEmpty();
		assertThat(TelemetryProperties
			.from(environment("otel.backend", "collector,aws", "otel.exporter.otlp.protocol", "grpc",
					"otel.backends.aws.protocol", "grpc"))
			.findings()).hasSize(3);
	}

	@Test
	void keyFromAFileMayEndWithALine() {
		assertThat(
				settings(environment("otel.backend", "honeycomb", "otel.backends.honeycomb.api-key", "k\n"), "traces"))
			.containsEntry("otel.exporter.otlp.traces.headers", "x-honeycomb-team=k");
	}

	@Test
	void keyOfAnotherVendorIsForAnAddressOfOnesOwn() {
		assertThat(problem("otel.backend", "honeycomb", "HONEYCOMB_API_KEY", "NRAK-planted").reason())
			.isEqualTo("it is a user key of New Relic, which is not for telemetry");
		assertThat(settings(environment("otel.backend", "honeycomb", "HONEYCOMB_API_KEY", "NRAK-planted",
				"otel.backends.honeycomb.endpoint", "http://gateway:4318"), "traces"))
			.containsEntry("otel.exporter.otlp.traces.headers", "x-honeycomb-team=NRAK-planted");
	}

	@Test
	void addressInAConnectionStringIsKnownWithoutTheKey() {
		String key = "InstrumentationKey=planted";
		assertThat(address(
				key + "; IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=x"))
			.isEqualTo("https://westeurope-5.in.applicationinsights.azure.com/");
		assertThat(address(key)).isEqualTo("https://dc.services.visualstudio.com");
	}

	@Test
	void addressOfGooglesTelemetryIsKnown() {
		assertThat(settings(environment("otel.backend", "google-cloud", "GOOGLE_CLOUD_PROJECT", "shop-1"), "traces"))
			.containsEntry("otel.exporter.otlp.traces.endpoint", "https://telemetry.googleapis.com/v1/traces");
	}

	private static String address(String connectionString) {
		return TelemetryProperties
			.from(environment("otel.backend", "azure-monitor", "APPLICATIONINSIGHTS_CONNECTION_STRING",
					connectionString))
			.backends()
			.get(0)
			.exporters()
			.get("logs")
			.address();
	}

	@Test
	void keysAreNotShown() {
		TelemetryProperties properties = TelemetryProperties.from(environment("otel.backend", "honeycomb,azure-monitor",
				"HONEYCOMB_API_KEY", "planted", "APPLICATIONINSIGHTS_CONNECTION_STRING", "planted"));
		assertThat(properties.backends().toString()).doesNotContain("planted").contains("honeycomb");
		for (String property : List.of("otel.backends.honeycomb.api-key", "otel.backends.new-relic.api-key",
				"otel.backends.datadog.api-key", "otel.backends.grafana-cloud.api-key",
				"otel.backends.azure-monitor.connection-string", "otel.backends.aws.headers",
				"OTEL_BACKENDS_HONEYCOMB_API_KEY")) {
			assertThat(Secrets.mask(property, "planted")).as(property).isEqualTo(Secrets.MASK);
		}
	}

	private static InvalidValue problem(String... properties) {
		return assertThatExceptionOfType(InvalidTelemetryPropertyException.class)
			.isThrownBy(() -> TelemetryProperties.from(environment(properties)))
			.extracting(InvalidTelemetryPropertyException::invalidValues, InstanceOfAssertFactories.LIST)
			.singleElement()
			.asInstanceOf(InstanceOfAssertFactories.type(InvalidValue.class))
			.actual();
	}

	private static Map<String, String> settings(MockEnvironment environment, String signal) {
		return TelemetryProperties.from(environment).backends().get(0).exporters().get(signal).settings();
	}

	private static MockEnvironment environment(String... properties) {
		MockEnvironment environment = new MockEnvironment();
		for (int i = 0; i < properties.length; i += 2) {
			environment.setProperty(properties[i], properties[i + 1]);
		}
		return environment;
	}

}
