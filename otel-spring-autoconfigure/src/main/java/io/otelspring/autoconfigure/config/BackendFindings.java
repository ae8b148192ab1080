// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;

/**
 * What the author of a configuration may not have meant, where backends are named.
 */
final class BackendFindings {

	private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");

	private static final String OTLP = "otel.exporter.otlp.";

	private final Map<String, ConfiguredValue> values;

	private final List<Backend> backends;

	BackendFindings(Map<String, ConfiguredValue> values, List<Backend> backends) {
		this.values = values;
		this.backends = backends;
	}

	List<Finding> find() {
		List<Finding> findings = new ArrayList<>();
		ConfiguredValue named = this.values.get(Backends.PROPERTY);
		if (named == null) {
			return findings;
		}
		boolean otlp = false;
		for (String signal : SIGNALS) {
			ConfiguredValue exporters = this.values.get("otel." + signal + ".exporter");
			List<Backend> takers = this.backends.stream()
				.filter((backend) -> backend.exporters().containsKey(signal))
				.toList();
			if (exporters == null) {
				otlp |= takers.stream().anyMatch((backend) -> backend.name().equals("collector"));
				if (takers.isEmpty()) {
					findings.add(nowhere(signal, named));
				}
				continue;
			}
			List<String> explicit = Arrays.stream(exporters.value().split(",")).map(String::strip).toList();
			otlp |= explicit.contains("otlp") || explicit.contains("collector");
			takers.stream()
				.filter((backend) -> !explicit.contains(backend.name()))
				.forEach((backend) -> findings.add(leftOut(signal, exporters, backend, explicit)));
		}
		if (!otlp) {
			this.values.values().stream().filter(BackendFindings::isPlace).findFirst().ifPresent((value) -> {
				findings.add(new Finding(Severity.WARNING, value.name() + " has no effect (" + value.origin() + ")",
						OTLP + "* describe the exporter 'otlp' and the backend 'collector', and " + Backends.PROPERTY
								+ " names neither",
						"Write otel.backends.<name>.* for the backend that is meant, add 'collector' to "
								+ Backends.PROPERTY + ", or remove " + value.name() + "."));
			});
		}
		return findings;
	}

	private static boolean isPlace(ConfiguredValue value) {
		return value.name().startsWith(OTLP) && (value.name().endsWith("endpoint") || value.name().endsWith("headers"));
	}

	private static Finding nowhere(String signal, ConfiguredValue named) {
		return new Finding(Severity.INFO,
				"No backend takes " + signal + " (" + Backends.PROPERTY + "=" + named.value() + ", " + named.origin()
						+ ")",
				signal + " are recorded and exported nowhere",
				"Add a backend that takes them, or set otel." + signal + ".exporter to none.");
	}

	private static Finding leftOut(String signal, ConfiguredValue exporters, Backend backend, List<String> explicit) {
		boolean none = explicit.contains("none");
		return new Finding(none ? Severity.INFO : Severity.WARNING,
				"The backend '" + backend.name() + "' does not receive " + signal + ", since " + exporters.name()
						+ " names " + exporters.value() + " (" + exporters.origin() + ")",
				"the exporters of a signal that are named win over " + Backends.PROPERTY,
				none ? "Remove " + exporters.name() + " if " + signal + " are wanted." : "Add " + backend.name()
						+ " to " + exporters.name() + ", or remove " + exporters.name() + ".");
	}

}
