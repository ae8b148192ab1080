// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Says that Spring Boot's own OpenTelemetry is there and left out, which
 * {@link OverlappingAutoConfigurationFilter} has logged.
 */
class LeftOutFindings implements FindingSource {

	private static final List<String> PARTS = List.of(
			"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration");

	private final @Nullable ClassLoader classLoader;

	LeftOutFindings(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public List<Finding> findings() {
		List<String> present = new ArrayList<>();
		for (String part : PARTS) {
			if (ClassUtils.isPresent(part, this.classLoader)) {
				present.add(ClassUtils.getShortName(part));
			}
		}
		return present.isEmpty() ? List.of()
				: List.of(new Finding(Severity.INFO,
						"Spring Boot's own OpenTelemetry is on the class path too and left out: "
								+ String.join(", ", present),
						"It would record the same requests and calls; Micrometer's Tracer does nothing",
						"Remove spring-boot-starter-opentelemetry or spring-boot-micrometer-tracing-opentelemetry from "
								+ "the dependencies"));
	}

}
