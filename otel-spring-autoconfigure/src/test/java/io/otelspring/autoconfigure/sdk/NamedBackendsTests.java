// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.ExportStatus;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backends without their vendors' libraries, which are not on this class path. Nothing is
 * recorded, so that nothing is sent.
 */
class NamedBackendsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OtelSdkAutoConfiguration.class))
		.withPropertyValues("otel.metric.export.interval=1h", "otel.export.shutdown-timeout=0");

	@Test
	void withoutABackendEverythingGoesToTheExportersThatAreNamed() {
		this.runner.run((context) -> {
			assertThat(context.getBean(TelemetryProperties.class).backends()).isEmpty();
			assertThat(context.getBean(ExportStatus.class).all()).extracting(ExporterStatus::name)
				.containsExactly("otlp", "otlp", "otlp");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					aws           |                          | io.opentelemetry.contrib:opentelemetry-aws-xray:1.43.0
					aws           |                          | io.opentelemetry.contrib:opentelemetry-aws-xray-propagator:1.57.0-alpha
					azure-monitor | connection-string=planted | com.azure:azure-monitor-opentelemetry-autoconfigure:1.2.0
					google-cloud  | project=shop             | com.google.auth:google-auth-library-oauth2-http:1.52.0
					""")
	void missingLibraryStopsTheStartWithItsCoordinates(String name, String option, String coordinates) {
		this.runner.withPropertyValues("otel.backend=" + name, "otel.backends." + name + "." + option)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(text(failure)).contains("Property: otel.backend", coordinates)
					.doesNotContain("planted")));
	}

	@Test
	void missingKeyStopsTheStart() {
		this.runner.withPropertyValues("otel.backend=honeycomb")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(text(failure)).contains("Value: \"honeycomb\"",
						"the backend 'honeycomb' needs otel.backends.honeycomb.api-key, which is not set",
						"HONEYCOMB_API_KEY")));
	}

	@Test
	void backendCanBeNamedAmongTheExportersOfASignal() {
		this.runner
			.withPropertyValues("otel.backend=honeycomb,jaeger", "otel.backends.honeycomb.api-key=planted",
					"otel.traces.exporter=console,honeycomb", "otel.metrics.exporter=none")
			.run((context) -> {
				ExportStatus status = context.getBean(ExportStatus.class);
				assertThat(names(status, Signal.TRACES)).containsExactly("console", "honeycomb");
				assertThat(names(status, Signal.METRICS)).isEmpty();
				assertThat(names(status, Signal.LOGS)).containsExactly("honeycomb");
				assertThat(status.of(Signal.LOGS).get(0).endpoint()).isEqualTo("https://api.honeycomb.io/v1/logs");
			});
	}

	@Test
	void backendThatIsNamedAsAnExporterAloneIsExplained() {
		this.runner.withPropertyValues("otel.traces.exporter=jaeger")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(text(failure)).contains("set otel.backend to jaeger")));
	}

	@Test
	void consoleIsABackendToo() {
		this.runner.withPropertyValues("otel.backend=console")
			.run((context) -> assertThat(context.getBean(ExportStatus.class).all()).extracting(ExporterStatus::name)
				.containsExactly("console", "console", "console"));
	}

	private static String text(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, ex) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.map((analysis) -> analysis.getDescription() + "\n" + analysis.getAction())
			.findFirst()
			.orElse("");
	}

	private static List<String> names(ExportStatus status, Signal signal) {
		return status.of(signal).stream().map(ExporterStatus::name).toList();
	}

}
