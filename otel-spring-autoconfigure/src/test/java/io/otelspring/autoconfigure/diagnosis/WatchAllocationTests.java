// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.AllocatedBytes;
import io.otelspring.autoconfigure.FoundMistakes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What looking for mistakes allocates on the thread that starts and ends spans: the same
 * application with it and without.
 */
class WatchAllocationTests {

	@ParameterizedTest
	@EnumSource(SpanKind.class)
	void nothingIsAllocatedForASpan(SpanKind kind) {
		long without = allocated(kind, "--spring.autoconfigure.exclude=" + DiagnosisAutoConfiguration.class.getName());
		long with = allocated(kind, "--spring.autoconfigure.exclude=");
		assertThat(with).isLessThanOrEqualTo(without + 8);
	}

	private static long allocated(SpanKind kind, String argument) {
		try (ConfigurableApplicationContext context = FoundMistakes.start(Application.class, argument,
				"--otel.traces.exporter=otlp", "--otel.exporter.otlp.endpoint=http://localhost:1",
				"--otel.bsp.schedule.delay=1h", "--otel.bsp.max.export.batch.size=2048",
				"--otel.export.shutdown-timeout=0s", "--logging.level.root=error")) {
			Tracer tracer = context.getBean(Tracer.class);
			return AllocatedBytes.perCall(() -> tracer.spanBuilder("span").setSpanKind(kind).startSpan().end());
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
