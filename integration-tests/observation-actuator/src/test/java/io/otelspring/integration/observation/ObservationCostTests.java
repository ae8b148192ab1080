// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.observation;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.otelspring.autoconfigure.observation.GenericObservationAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationBridgeAutoConfiguration;
import io.otelspring.autoconfigure.observation.ObservationRegistryAutoConfiguration;
import io.otelspring.autoconfigure.sdk.OtelSdkAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the bridge allocates for an observation, against Micrometer's bridge with the same
 * SDK.
 */
class ObservationCostTests {

	private static final int CALLS = 20_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void anObservationAllocatesLessThanWithMicrometersBridge() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none")
			.run()) {
			ObservationRegistry bare = ObservationRegistry.create();
			bare.observationConfig().observationHandler((ignored) -> true);
			ObservationRegistry micrometer = ObservationRegistry.create();
			micrometer.observationConfig()
				.observationHandler(new DefaultTracingObservationHandler(
						new OtelTracer(context.getBean(OpenTelemetry.class).getTracer("micrometer"),
								new OtelCurrentTraceContext(), (event) -> {
								})));
			long without = bytes(bare);
			long ours = bytes(context.getBean(ObservationRegistry.class)) - without;
			long theirs = bytes(micrometer) - without;
			System.getLogger(getClass().getName())
				.log(System.Logger.Level.INFO, "bytes per observation: bridge " + ours + ", Micrometer's " + theirs);
			assertThat(ours).isLessThan(theirs);
		}
	}

	private long bytes(ObservationRegistry registry) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 8; round++) {
			long before = this.threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				Observation.createNotStarted("work", registry)
					.lowCardinalityKeyValue("a", "1")
					.lowCardinalityKeyValue("b", "2")
					.lowCardinalityKeyValue("c", "3")
					.observe(() -> {
					});
			}
			least = Math.min(least, (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ OtelSdkAutoConfiguration.class, ObservationBridgeAutoConfiguration.class,
			ObservationRegistryAutoConfiguration.class, GenericObservationAutoConfiguration.class })
	static class Application {

	}

}
