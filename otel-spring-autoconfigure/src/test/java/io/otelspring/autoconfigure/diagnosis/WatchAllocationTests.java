// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.FoundMistakes;
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What looking for mistakes allocates on the thread that starts and ends spans: the same
 * application with it and without.
 */
@Tag("allocation")
class WatchAllocationTests {

	@ParameterizedTest
	@EnumSource(SpanKind.class)
	void nothingIsAllocatedForASpan(SpanKind kind) {
		try (ConfigurableApplicationContext without = start(
				"--spring.autoconfigure.exclude=" + DiagnosisAutoConfiguration.class.getName());
				ConfigurableApplicationContext with = start("--spring.autoconfigure.exclude=")) {
			AllocatedBytes.measureAdded(spans(kind, with), spans(kind, without),
					(added) -> assertThat(added).isLessThanOrEqualTo(8));
		}
	}

	private static ConfigurableApplicationContext start(String argument) {
		return FoundMistakes.start(Application.class, argument, "--otel.traces.exporter=otlp",
				"--otel.exporter.otlp.endpoint=http://localhost:1", "--otel.bsp.schedule.delay=1h",
				"--otel.bsp.max.export.batch.size=2048", "--otel.export.shutdown-timeout=0s",
				"--logging.level.root=warn");
	}

	private static AllocatedBytes.Call spans(SpanKind kind, ConfigurableApplicationContext context) {
		Tracer tracer = context.getBean(Tracer.class);
		return () -> tracer.spanBuilder("span").setSpanKind(kind).startSpan().end();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
