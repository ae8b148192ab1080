// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;

import io.otelspring.benchmarks.byhand.ByHandConfiguration;

/**
 * The ways to have telemetry, or not to have it, that are compared.
 */
public enum Variant {

	/**
	 * An application without any.
	 */
	BARE(false, false),

	/**
	 * Code straight on the SDK.
	 */
	BY_HAND(true, true),

	/**
	 * The same, while no trace is sampled.
	 */
	BY_HAND_UNSAMPLED(false, true, "otel.traces.sampler=always_off"),

	/**
	 * The starter on the class path.
	 */
	STARTER(true, true),

	/**
	 * The same, while no trace is sampled.
	 */
	STARTER_UNSAMPLED(false, true, "otel.traces.sampler=always_off"),

	/**
	 * The starter, switched off.
	 */
	STARTER_DISABLED(false, false, "otel.sdk.disabled=true");

	private final boolean spans;

	private final boolean metrics;

	private final List<String> properties;

	Variant(boolean spans, boolean metrics, String... properties) {
		this.spans = spans;
		this.metrics = metrics;
		this.properties = List.of(properties);
	}

	boolean hasSpans() {
		return this.spans;
	}

	boolean hasMetrics() {
		return this.metrics;
	}

	boolean isByHand() {
		return this == BY_HAND || this == BY_HAND_UNSAMPLED;
	}

	boolean isBare() {
		return this == BARE;
	}

	/**
	 * Starts a web application with this kind of telemetry.
	 * @param source what the application consists of
	 * @return the application
	 */
	ConfigurableApplicationContext start(Class<?> source) {
		List<String> arguments = new ArrayList<>(
				List.of("server.port=0", "spring.mvc.servlet.load-on-startup=1", "logging.level.root=warn",
						"otel.traces.exporter=none", "otel.metrics.exporter=none", "otel.logs.exporter=none"));
		arguments.addAll(this.properties);
		if (isBare() || isByHand()) {
			arguments.add("spring.autoconfigure.exclude=" + String.join(",", starter()));
		}
		SpringApplicationBuilder application = new SpringApplicationBuilder(source, Backend.class)
			.bannerMode(Banner.Mode.OFF);
		if (isByHand()) {
			application.sources(ByHandConfiguration.class);
		}
		return application.run(arguments.stream().map((argument) -> "--" + argument).toArray(String[]::new));
	}

	private static List<String> starter() {
		return StreamSupport
			.stream(ImportCandidates.load(AutoConfiguration.class, Variant.class.getClassLoader()).spliterator(), false)
			.filter((name) -> name.startsWith("io.otelspring."))
			.toList();
	}

}
