// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.observation;

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
import io.otelspring.test.AllocatedBytes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the bridge allocates for an observation, against Micrometer's bridge with the same
 * SDK.
 */
class ObservationCostTests {

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
			AllocatedBytes without = observations("without", bare);
			AllocatedBytes ours = observations("the bridge", context.getBean(ObservationRegistry.class));
			AllocatedBytes theirs = observations("Micrometer's", micrometer);
			AllocatedBytes.measure(() -> assertThat(ours.perCall()).isLessThan(theirs.perCall()), without, ours,
					theirs);
		}
	}

	private static AllocatedBytes observations(String name, ObservationRegistry registry) {
		return AllocatedBytes.of(name,
				() -> Observation.createNotStarted("work", registry)
					.lowCardinalityKeyValue("a", "1")
					.lowCardinalityKeyValue("b", "2")
					.lowCardinalityKeyValue("c", "3")
					.observe(() -> {
					}));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ OtelSdkAutoConfiguration.class, ObservationBridgeAutoConfiguration.class,
			ObservationRegistryAutoConfiguration.class, GenericObservationAutoConfiguration.class })
	static class Application {

	}

}
