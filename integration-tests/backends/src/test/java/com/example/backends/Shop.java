// SPDX-License-Identifier: Apache-2.0
package com.example.backends;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that is told no more than where its telemetry goes.
 */
@SpringBootApplication
class Shop {

	// Seek the cloud's metadata service, which is not there
	private static final String DETECTORS = "--otel.java.disabled.resource.providers="
			+ "io.opentelemetry.contrib.aws.resource.Ec2ResourceProvider,"
			+ "io.opentelemetry.contrib.aws.resource.EksResourceProvider";

	static ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--spring.main.banner-mode=off", "--otel.instrumentation.micrometer.enabled=false",
						"--otel.instrumentation.runtime-metrics.enabled=false"));
		if (List.of(arguments).stream().noneMatch((argument) -> argument.contains("resource.providers"))) {
			all.add(DETECTORS);
		}
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(Shop.class).web(WebApplicationType.NONE)
			.properties("otel.export.shutdown-timeout=1m")
			.run(all.toArray(String[]::new));
	}

	static void work(ConfigurableApplicationContext context) {
		context.getBean(Tracer.class).spanBuilder("order").startSpan().end();
		Meter meter = context.getBean(Meter.class);
		meter.counterBuilder("orders").build().add(1);
		meter.histogramBuilder("order.value").build().record(42);
		context.getBean(OpenTelemetry.class).getLogsBridge().get("shop").logRecordBuilder().setBody("ordered").emit();
	}

}
