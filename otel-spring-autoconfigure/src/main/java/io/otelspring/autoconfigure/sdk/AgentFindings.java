// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Finds agents for telemetry that are attached to the virtual machine.
 */
class AgentFindings implements FindingSource {

	private static final String OPTION = "-javaagent:";

	private static final Pattern TELEMETRY = Pattern.compile("opentelemetry|otel|dd-java|dd-trace|datadog|newrelic|"
			+ "elastic-apm|applicationinsights|appdynamics|dynatrace|oneagent|skywalking|pinpoint|instana|glowroot");

	private static final Pattern OPENTELEMETRY = Pattern.compile("opentelemetry|otel|applicationinsights|elastic-otel");

	@Override
	public List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
			if (argument.startsWith(OPTION)) {
				String jar = fileName(argument.substring(OPTION.length()));
				String name = jar.toLowerCase(Locale.ROOT);
				if (TELEMETRY.matcher(name).find()) {
					findings.add(OPENTELEMETRY.matcher(name).find() ? openTelemetry(jar) : other(jar));
				}
			}
		}
		return findings;
	}

	// Not its options, where a key may stand
	private static String fileName(String agent) {
		int options = agent.indexOf('=');
		String path = (options >= 0) ? agent.substring(0, options) : agent;
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	private static Finding openTelemetry(String jar) {
		return new Finding(Severity.WARNING, "An OpenTelemetry agent is attached: " + jar,
				"It records the same requests and calls as this starter, so that each is there twice",
				"Start without " + OPTION + jar + ", or keep it and set otel.sdk.disabled=true for this starter");
	}

	private static Finding other(String jar) {
		return new Finding(Severity.INFO, "Another agent for telemetry is attached: " + jar,
				"It records the application too, at a cost of its own, and may replace trace headers",
				"Keep one of the two, if both are not meant to be there");
	}

}
