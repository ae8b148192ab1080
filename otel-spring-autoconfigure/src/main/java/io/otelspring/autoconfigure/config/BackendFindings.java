// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;

/**
 * What the author of a configuration may not have meant, where backends are named.
 */
final class BackendFindings {

	private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");

	private static final String PREFIX = "otel.backends.";

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
		addOptionsInVain(findings, named);
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
				addSameAddress(findings, signal, takers, named);
				continue;
			}
			List<String> explicit = Arrays.stream(exporters.value().split(",")).map(String::strip).toList();
			otlp |= explicit.contains("otlp") || explicit.contains("collector");
			takers.stream()
				.filter((backend) -> !explicit.contains(backend.name()))
				.forEach((backend) -> findings.add(leftOut(signal, exporters, backend, explicit)));
		}
		if (!otlp) {
			this.values.values()
				.stream()
				.filter(BackendFindings::isPlace)
				.findFirst()
				.ifPresent((value) -> findings.add(new Finding(Severity.WARNING, shown(value) + " has no effect",
						OTLP + "* describe the exporter 'otlp' and the backend 'collector', and " + Backends.PROPERTY
								+ " names neither",
						"Write otel.backends.<name>.* for the backend that is meant, add 'collector' to "
								+ Backends.PROPERTY + ", or remove " + value.name() + ".")));
		}
		return findings;
	}

	private void addOptionsInVain(List<Finding> findings, @Nullable ConfiguredValue named) {
		for (String name : BackendProperties.NAMES) {
			if (this.backends.stream().noneMatch((backend) -> backend.name().equals(name))) {
				String prefix = PREFIX + PropertyNames.key(name) + ".";
				this.values.entrySet()
					.stream()
					.filter((entry) -> entry.getKey().startsWith(prefix)
							&& SpecifiedProperties.find(entry.getKey()) != null)
					.map(Map.Entry::getValue)
					.findFirst()
					.ifPresent((value) -> findings.add(inVain(name, value, named)));
			}
		}
	}

	// Where another backend is named, this one may be for another profile
	private static Finding inVain(String backend, ConfiguredValue value, @Nullable ConfiguredValue named) {
		return new Finding((named != null) ? Severity.INFO : Severity.WARNING, shown(value) + " has no effect",
				(named != null) ? Backends.PROPERTY + " does not name " + backend
						: Backends.PROPERTY + " names no backend",
				((named != null) ? "Add " + backend + " to " + Backends.PROPERTY
						: "Set " + Backends.PROPERTY + " to " + backend) + ", or remove " + value.name() + ".");
	}

	private void addSameAddress(List<Finding> findings, String signal, List<Backend> takers, ConfiguredValue named) {
		Map<String, Backend> known = new HashMap<>();
		for (Backend backend : takers) {
			String address = address(signal, backend);
			Backend other = (address != null) ? known.putIfAbsent(address, backend) : null;
			if (other != null) {
				String option = PREFIX + backend.name() + ".endpoint";
				findings.add(new Finding(Severity.WARNING,
						shown(named) + " sends " + signal + " to " + Secrets.mask(option, String.valueOf(address))
								+ " twice",
						"The backends '" + other.name() + "' and '" + backend.name() + "' have the same address",
						"Set " + option + " to the address that is meant, or name one of the two."));
			}
		}
	}

	private @Nullable String address(String signal, Backend backend) {
		BackendExporter exporter = backend.exporters().get(signal);
		if (exporter == null || !exporter.type().equals("otlp")) {
			return null;
		}
		if (exporter.settings() != null) {
			return exporter.settings().get(OTLP + signal + ".endpoint");
		}
		ConfiguredValue own = this.values.get(OTLP + signal + ".endpoint");
		ConfiguredValue all = this.values.get(OTLP + "endpoint");
		ConfiguredValue protocol = this.values.getOrDefault(OTLP + signal + ".protocol",
				this.values.get(OTLP + "protocol"));
		boolean grpc = protocol != null && protocol.value().equals("grpc");
		String base = (all != null) ? all.value() : grpc ? "http://localhost:4317" : "http://localhost:4318";
		return (own != null) ? own.value()
				: grpc ? base : StringUtils.trimTrailingCharacter(base, '/') + "/v1/" + signal;
	}

	private static String shown(ConfiguredValue value) {
		return value.name() + " = \"" + Secrets.mask(value.name(), value.value()) + "\" (" + value.origin() + ")";
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
				"The backend '" + backend.name() + "' does not receive " + signal + ", since " + shown(exporters)
						+ " does not name it",
				"the exporters of a signal that are named win over " + Backends.PROPERTY,
				none ? "Remove " + exporters.name() + " if " + signal + " are wanted." : "Add " + backend.name()
						+ " to " + exporters.name() + ", or remove " + exporters.name() + ".");
	}

}
