// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.util.List;
import java.util.Optional;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An SDK that keeps what it is given, and applications that record with it.
 */
final class RecordedStatements {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final OpenTelemetrySdk sdk;

	RecordedStatements() {
		this(Sampler.parentBased(Sampler.alwaysOn()));
	}

	RecordedStatements(Sampler sampler) {
		this.sdk = OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(sampler)
				.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
				.build())
			.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.reader).build())
			.build();
	}

	OpenTelemetrySdk sdk() {
		return this.sdk;
	}

	/**
	 * A runner of applications whose data sources are recorded.
	 * @return the runner
	 */
	ApplicationContextRunner application() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JdbcAutoConfiguration.class))
			.withBean(OpenTelemetry.class, this::sdk, (definition) -> definition.setDestroyMethodName(""));
	}

	List<SpanData> spans() {
		return this.exporter.getFinishedSpanItems();
	}

	SpanData span() {
		assertThat(spans()).hasSize(1);
		return spans().get(0);
	}

	List<String> names() {
		return spans().stream().map(SpanData::getName).toList();
	}

	void clear() {
		this.exporter.reset();
	}

	Optional<MetricData> metric(String name) {
		return this.reader.collectAllMetrics().stream().filter((metric) -> metric.getName().equals(name)).findFirst();
	}

	static String databaseUrl() {
		return "jdbc:h2:mem:shop" + System.nanoTime() + ";DB_CLOSE_DELAY=-1";
	}

}
