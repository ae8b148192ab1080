// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.prometheus;

import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class PrometheusAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(OtelSdkAutoConfiguration.class,
			PrometheusAutoConfiguration.class, EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class);

	private static final String[] PROPERTIES = { "otel.traces.exporter=none", "otel.metrics.exporter=prometheus",
			"otel.logs.exporter=none", "management.endpoints.web.exposure.include=*" };

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(ALL)
		.withPropertyValues(PROPERTIES);

	private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(ALL)
		.withPropertyValues(PROPERTIES)
		.withPropertyValues("otel.exporter.prometheus.port=0");

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(PrometheusAutoConfiguration.class.getName());
	}

	@Test
	void actuatorServesWithoutAPort() {
		this.web.run((context) -> {
			assertThat(context).hasSingleBean(PrometheusEndpoint.class);
			assertThat(status(context.getBean(ExportStatus.class)).endpoint()).isEqualTo("/actuator/prometheus");
		});
	}

	@Test
	void portThatIsNamedIsOpenedBesideTheActuator() {
		this.web.withPropertyValues("otel.exporter.prometheus.port=0")
			.run((context) -> assertThat(status(context.getBean(ExportStatus.class)).endpoint())
				.matches("http://localhost:\\d+/metrics and /actuator/prometheus"));
	}

	@Test
	void portServesWithoutAWebServerAndWithoutActuatorAndWhereItsPortIsOff() {
		this.plain.run((context) -> assertPort(context.getBean(ExportStatus.class)));
		this.plain.withClassLoader(new FilteredClassLoader(WebEndpoint.class))
			.run((context) -> assertPort(context.getBean(ExportStatus.class)));
		this.web.withPropertyValues("management.server.port=-1", "otel.exporter.prometheus.port=0").run((context) -> {
			assertThat(context).doesNotHaveBean(PrometheusEndpoint.class);
			assertPort(context.getBean(ExportStatus.class));
		});
	}

	@Test
	void nothingIsThereUnlessItIsNamed() {
		this.web.withPropertyValues("otel.metrics.exporter=none")
			.run((context) -> assertThat(context).doesNotHaveBean(PrometheusReader.class)
				.doesNotHaveBean(PrometheusEndpoint.class));
		this.web.withPropertyValues("otel.sdk.disabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(PrometheusReader.class)
				.doesNotHaveBean(PrometheusEndpoint.class));
	}

	@Test
	void listIsUnderstoodToo() {
		this.web.withPropertyValues("otel.metrics.exporter[0]=console", "otel.metrics.exporter[1]=prometheus")
			.run((context) -> assertThat(context).hasSingleBean(PrometheusEndpoint.class));
	}

	@Test
	void noPortIsOpenedForAMeterProviderOfTheApplication() {
		this.plain.withBean(SdkMeterProvider.class, () -> SdkMeterProvider.builder().build())
			.run((context) -> assertThat(context.getBean(ScrapeTarget.class).isRunning()).isFalse());
	}

	@Test
	void prefixThatNamesCannotBeginWithStopsTheStart() {
		this.plain.withPropertyValues("otel.exporter.prometheus.prefix=my-app")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("otel.exporter.prometheus.prefix"));
	}

	private static void assertPort(ExportStatus status) {
		assertThat(status(status).endpoint()).matches("http://localhost:\\d+/metrics");
		assertThat(status.unreachable()).isFalse();
	}

	private static ExporterStatus status(ExportStatus status) {
		return status.of(Signal.METRICS).get(0);
	}

}
