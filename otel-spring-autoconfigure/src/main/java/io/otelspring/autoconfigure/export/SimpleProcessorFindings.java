// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.config.TelemetryProperties;

/**
 * Finds processors that export each item at once, where that is not for development.
 */
class SimpleProcessorFindings implements FindingSource {

	private static final String DEVTOOLS = "org.springframework.boot.devtools.restart.Restarter";

	private static final List<String> DEVELOPMENT = List.of("dev", "test", "local");

	private final ExportStatus status;

	private final TelemetryProperties properties;

	private final Environment environment;

	SimpleProcessorFindings(ExportStatus status, TelemetryProperties properties, Environment environment) {
		this.status = status;
		this.properties = properties;
		this.environment = environment;
	}

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (Signal signal : List.of(Signal.TRACES, Signal.LOGS)) {
			String property = "otel." + signal.id() + ".processor";
			Origin origin = this.properties.originOf(property);
			if (origin != null && "simple".equals(this.properties.get(property)) && isExported(signal)
					&& !isDevelopment()) {
				findings.add(new Finding(Severity.WARNING, property + " is simple (" + origin + ")",
						"Each of the " + signal.items() + " is exported at once, and whoever makes it waits for that: "
								+ "requests become slower, and hang with the receiver",
						"Remove " + property + ", or set it to batch; simple is for development and tests, in a "
								+ "profile such as dev or test"));
			}
		}
		return findings;
	}

	private boolean isExported(Signal signal) {
		return this.status.of(signal).stream().anyMatch((exporter) -> !exporter.name().equals("console"));
	}

	private boolean isDevelopment() {
		return Arrays.stream(this.environment.getActiveProfiles())
			.anyMatch((profile) -> DEVELOPMENT.stream().anyMatch(profile::startsWith))
				|| ClassUtils.isPresent(DEVTOOLS, SimpleProcessorFindings.class.getClassLoader());
	}

}
