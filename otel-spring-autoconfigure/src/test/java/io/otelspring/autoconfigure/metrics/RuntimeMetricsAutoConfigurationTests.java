// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.runtimetelemetry.RuntimeTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RuntimeMetricsAutoConfigurationTests {

	private final InMemoryMetricReader reader = InMemoryMetricReader.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RuntimeMetricsAutoConfiguration.class))
		.withBean(OpenTelemetry.class,
				() -> OpenTelemetrySdk.builder()
					.setMeterProvider(SdkMeterProvider.builder().registerMetricReader(this.reader).build())
					.build());

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null).getCandidates())
			.contains(RuntimeMetricsAutoConfiguration.class.getName());
	}

	@Test
	void measuresTheVirtualMachineByTheConventionsNames() {
		this.contextRunner.run((context) -> {
			Set<String> names = new TreeSet<>();
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				names.addAll(names(this.reader.collectAllMetrics()));
				assertThat(names).contains("jvm.memory.used", "jvm.memory.committed", "jvm.memory.limit",
						"jvm.memory.used_after_last_gc", "jvm.thread.count", "jvm.class.loaded", "jvm.class.count",
						"jvm.cpu.time", "jvm.cpu.count", "jvm.cpu.recent_utilization", "jvm.system.cpu.utilization",
						"process.cpu.time", "process.cpu.utilization", "process.memory.virtual", "process.uptime",
						"system.cpu.utilization");
			});
		});
	}

	@Test
	void nothingIsMeasuredAfterTheEnd() {
		this.contextRunner.run((context) -> Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> !this.reader.collectAllMetrics().isEmpty()));
		assertThat(this.reader.collectAllMetrics()).isEmpty();
	}

	@Test
	void switchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.runtime-metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RuntimeMetrics.class));
		this.contextRunner.withPropertyValues("otel.instrumentation.common.default-enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(RuntimeMetrics.class));
	}

	@Test
	void classMissing() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(RuntimeTelemetry.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RuntimeMetrics.class));
	}

	@Test
	void usersOwnTakesThePlaceOfOurs() {
		this.contextRunner.withBean(RuntimeTelemetry.class, () -> RuntimeTelemetry.create(OpenTelemetry.noop()))
			.run((context) -> assertThat(context).doesNotHaveBean(RuntimeMetrics.class));
	}

	private static Set<String> names(Collection<MetricData> metrics) {
		return metrics.stream().map(MetricData::getName).collect(Collectors.toSet());
	}

}
